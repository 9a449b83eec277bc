import { join } from "@std/path";
import sharp from "sharp";
import { drawPhantom, PHANTOM_CLASSES } from "lib/data/phantom.ts";

/** Side of an example film and of its small picture, pixels. */
const SIDE = 512;
const SMALL_SIDE = 224;

/** Seed of the example films: a patient that no training has seen, and no borderline case. */
const SEED = 20_215;

/**
 * Draws a phantom film of each class, for people who have no film at hand.
 *
 * @param dir Folder to write `<class>.png` and `<class>-small.jpg` to.
 *
 * @example
 * ```ts ignore
 * import { writeExamples } from "./write_examples.ts";
 * await writeExamples("outputs/app/examples"); // covid-19.png, covid-19-small.jpg, normal.png, …
 * ```
 */
export async function writeExamples(dir: string): Promise<void> {
  await Deno.mkdir(dir, { recursive: true });
  for (const label of PHANTOM_CLASSES) {
    const pixels = drawPhantom({ label, seed: SEED, imageSize: SIDE });
    const film = sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 1 } })
      .toColourspace("b-w");
    const name = label.toLowerCase().replaceAll(" ", "-");
    await Deno.writeFile(join(dir, `${name}.png`), await film.clone().png().toBuffer());
    const small = film.clone().resize(SMALL_SIDE, SMALL_SIDE).jpeg({ quality: 82 });
    await Deno.writeFile(join(dir, `${name}-small.jpg`), await small.toBuffer());
  }
}
