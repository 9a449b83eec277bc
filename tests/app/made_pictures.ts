import sharp, { type Sharp } from "sharp";
import { drawPhantom } from "lib/data/phantom.ts";

/** A phantom film in every way of writing a picture that decoders differ in, by name. */
export async function madePictures(): Promise<Record<string, Uint8Array>> {
  const grey = sharp(drawPhantom({ label: "COVID-19", seed: 7, imageSize: 512 }), {
    raw: { width: 512, height: 512, channels: 1 },
  }).toColourspace("b-w");
  const png = await grey.png().toBuffer();
  const film = (width = 701, height = 543) => sharp(png).resize(width, height, { fit: "fill" });
  const red = (width = 701, height = 543) => film(width, height).tint("#f60");
  const made: Record<string, Sharp> = {
    "png grey": grey.clone().png(),
    "png grey 16 bit": film().toColourspace("grey16").png(),
    "png colour 16 bit": red().toColourspace("rgb16").png(),
    "png palette": red().png({ palette: true }),
    "png interlaced": film().png({ progressive: true }),
    "png half transparent": red().ensureAlpha(0.4).png(),
    "png of 20 × 10": film(20, 10).png(),
    "jpeg grey": film().toColourspace("b-w").jpeg(),
    "jpeg colour": red().jpeg({ quality: 80 }),
    "jpeg colour, large": red(2600, 2100).jpeg({ quality: 80 }),
    "jpeg colour 4:4:4, large": red(2600, 2100).jpeg({ chromaSubsampling: "4:4:4" }),
    "jpeg progressive": red().jpeg({ progressive: true }),
    "jpeg CMYK": red().toColourspace("cmyk").jpeg(),
    "jpeg Display P3": red().withIccProfile("p3").jpeg(),
    "webp": red().webp(),
    "webp, small": red(300, 200).webp(),
    "gif": red().gif(),
    "tiff": red().tiff(),
    "tiff 16 bit": red().toColourspace("rgb16").tiff(),
  };
  for (let orientation = 1; orientation <= 8; orientation++) {
    made[`jpeg turned ${orientation}`] = film(1203, 811).jpeg().withMetadata({ orientation });
  }
  const bytes: Record<string, Uint8Array> = {};
  for (const [name, picture] of Object.entries(made)) {
    bytes[name] = new Uint8Array(await picture.toBuffer());
  }
  return bytes;
}
