import { dirname, join } from "@std/path";
import { seededRandom } from "lib/random/seeded.ts";
import sharp from "sharp";

/** Settings of {@linkcode testFilm}. */
export interface TestFilmOptions {
  width?: number;
  height?: number;
}

/**
 * Makes a grey picture of 8×8 random blocks: no two seeds correlate. `[height, width]`, `[0, 255]`.
 */
export function testFilm(seed: number, { width = 96, height = 80 }: TestFilmOptions = {}) {
  const random = seededRandom(seed);
  const blocks = Array.from({ length: 64 }, () => Math.floor(40 + 160 * random()));
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    const row = Math.floor((8 * Math.floor(i / width)) / height);
    grey[i] = blocks[8 * row + Math.floor((8 * (i % width)) / width)];
  }
  return grey;
}

/** Starts a sharp pipeline on {@linkcode testFilm}. */
export function testImage(seed: number, options: TestFilmOptions = {}) {
  const { width = 96, height = 80 } = options;
  return sharp(testFilm(seed, options), { raw: { width, height, channels: 1 } });
}

const made: string[] = [];
globalThis.addEventListener("unload", () => {
  for (const dir of made) Deno.removeSync(dir, { recursive: true });
});

/** Makes a temporary folder that goes when the tests are over. */
export async function tempDir(): Promise<string> {
  const dir = await Deno.makeTempDir();
  made.push(dir);
  return dir;
}

/** Writes files under a new temporary folder; numbers are seeds of PNG films. */
export async function writeFolder(
  files: Record<string, number | string | Uint8Array>,
): Promise<string> {
  const dir = await tempDir();
  for (const [path, content] of Object.entries(files)) {
    await Deno.mkdir(dirname(join(dir, path)), { recursive: true });
    const bytes = typeof content === "number" ? await testImage(content).png().toBuffer() : content;
    if (typeof bytes === "string") await Deno.writeTextFile(join(dir, path), bytes);
    else await Deno.writeFile(join(dir, path), bytes);
  }
  return dir;
}
