import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { drawPhantom } from "lib/data/phantom.ts";

/** A text file whose name says that it is a picture. */
export function textFile(): Uint8Array {
  return new TextEncoder().encode("no picture at all\n".repeat(40));
}

/** A phantom film as a JPEG of which the end is missing. */
export async function truncatedJpeg(): Promise<Uint8Array> {
  const whole = await phantomJpeg("Normal", 3);
  return whole.slice(0, Math.floor(whole.length / 2));
}

/** A phantom film as a JPEG. */
export async function phantomJpeg(label: string, seed: number): Promise<Uint8Array> {
  const pixels = drawPhantom({ label, seed, imageSize: 512 });
  const film = sharp(pixels, { raw: { width: 512, height: 512, channels: 1 } });
  return new Uint8Array(await film.toColourspace("b-w").jpeg({ quality: 95 }).toBuffer());
}

/** A PNG of some 200 kB that unfolds into 200 megapixels. */
export function bomb(): Uint8Array {
  const [width, height] = [20_000, 10_000];
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 0, 0, 0, 0], 8); // 8 bits, grey
  const pixels = deflateSync(new Uint8Array((width + 1) * height), { level: 1 });
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const chunks = [chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", new Uint8Array())];
  return concatenate([signature, ...chunks]);
}

/** Something like a photograph: a meadow under the sky, in colour, with grain. */
export async function photograph(): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480">
    <linearGradient id="sky" x2="0" y2="1"><stop stop-color="#2a6fd0"/><stop offset="1"
      stop-color="#cfe6ff"/></linearGradient>
    <rect width="640" height="480" fill="url(#sky)"/><circle cx="500" cy="110" r="50" fill="#ffe9a0"/>
    <path d="M0 330 Q160 250 330 320 T640 290 V480 H0z" fill="#3f8f3a"/>
    <path d="M250 480 L310 330 L330 330 L400 480z" fill="#b98f5a"/></svg>`;
  const noise = { type: "gaussian" as const, mean: 128, sigma: 12 };
  const grain = await sharp({
    create: { width: 640, height: 480, channels: 3, noise, background: "#808080" },
  }).png().toBuffer();
  const picture = sharp(new TextEncoder().encode(svg)).composite([
    { input: grain, blend: "soft-light" },
  ]);
  return new Uint8Array(await picture.jpeg({ quality: 88 }).toBuffer());
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concatenate([new TextEncoder().encode(type), data]);
  const size = new DataView(new ArrayBuffer(4));
  size.setUint32(0, data.length);
  const check = new DataView(new ArrayBuffer(4));
  check.setUint32(0, crc32(body));
  return concatenate([new Uint8Array(size.buffer), body, new Uint8Array(check.buffer)]);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
