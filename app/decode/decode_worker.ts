/**
 * The worker that reads films, so that the page never stands still: libvips and the DICOM reader.
 *
 * @module
 */
import Vips from "wasm-vips";
import { drawPhantom } from "lib/data/phantom.ts";
import { serveCalls } from "../worker/serve_calls.ts";
import type { VipsLibrary } from "./picture.ts";
import { type ReadFilm, readFilm } from "./read_film.ts";
import { savePng } from "./save_preview.ts";

/** What the worker does. */
export type DecodeCalls = {
  /** Starts libvips. */
  start(input: null): Promise<null>;
  /** Reads a film. */
  read(input: { bytes: Uint8Array; imageSize: [number, number] }): Promise<ReadFilm>;
  /** Draws a phantom film and writes it as a PNG. */
  draw(input: { label: string; seed: number; imageSize: number }): Promise<Uint8Array>;
};

let starting: Promise<VipsLibrary> | undefined;

async function startVips(): Promise<VipsLibrary> {
  const vips = await Vips({
    dynamicLibraries: [], // no AVIF, JPEG XL or SVG: no films
    locateFile: (name) => new URL(name, import.meta.url).href,
    print: () => {},
    printErr: () => {}, // it would name files
  });
  vips.Cache.max(0);
  return vips;
}

const calls: DecodeCalls = {
  async start() {
    await (starting ??= startVips());
    return null;
  },
  async read({ bytes, imageSize }) {
    const vips = await (starting ??= startVips());
    return await readFilm(vips, bytes, {
      imageSize,
      loadCodec: async (file) =>
        await (await fetch(new URL(`codecs/${file}`, import.meta.url))).arrayBuffer(),
    });
  },
  async draw({ label, seed, imageSize }) {
    const vips = await (starting ??= startVips());
    return savePng(vips, drawPhantom({ label, seed, imageSize }), [imageSize, imageSize]);
  },
};

serveCalls(calls);
