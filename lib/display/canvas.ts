import { createRequire } from "node:module";
import type { Canvas } from "@napi-rs/canvas";
import { FONT_FAMILY, fontFiles } from "./font.ts";

export type { Canvas };

/** One of the two canvas packages, as far as the project uses it. */
interface CanvasPackage {
  name: string;
  create(width: number, height: number): Canvas;
}

let loaded: CanvasPackage | undefined;

/**
 * Makes a canvas with the project's font registered.
 *
 * skia-canvas is taken where its binary is there (its install script downloads it), otherwise
 * `@napi-rs/canvas`, whose binary is a package of its own. Callers use what both share:
 * `getContext("2d")`, `putImageData`, `drawImage`, `fillText`, `toDataURL`.
 *
 * @param width Pixels, at least 1.
 * @param height Pixels, at least 1.
 * @returns An empty canvas, transparent.
 * @throws {RangeError} Where a side is not a positive integer.
 * @throws {Error} Where neither package can be loaded.
 *
 * @example
 * ```ts
 * import { createCanvas } from "lib/display/canvas.ts";
 * const canvas = createCanvas(64, 32);
 * canvas.getContext("2d").fillRect(0, 0, 8, 8);
 * canvas.toDataURL("image/png").slice(0, 21); // "data:image/png;base64"
 * ```
 */
export function createCanvas(width: number, height: number): Canvas {
  for (const side of [width, height]) {
    if (!Number.isInteger(side) || side < 1) {
      throw new RangeError(
        `Cannot make a canvas of ${width} × ${height}: both sides must be positive integers`,
      );
    }
  }
  loaded ??= loadCanvas();
  return loaded.create(width, height);
}

/**
 * Names the canvas package in use.
 *
 * @returns `"skia-canvas"` or `"@napi-rs/canvas"`.
 * @throws {Error} Where neither package can be loaded.
 *
 * @example
 * ```ts
 * import { canvasName } from "lib/display/canvas.ts";
 * console.log(`pictures are drawn by ${canvasName()}`);
 * ```
 */
export function canvasName(): string {
  loaded ??= loadCanvas();
  return loaded.name;
}

function loadCanvas(): CanvasPackage {
  const require = createRequire(import.meta.url);
  const failures: unknown[] = [];
  for (const load of [loadSkia, loadNapi]) {
    try {
      return load(require);
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(
    failures,
    "Cannot load a canvas: neither skia-canvas nor @napi-rs/canvas has a binary for this machine; " +
      "run the task setup",
  );
}

function loadSkia(require: NodeJS.Require): CanvasPackage {
  const { Canvas, FontLibrary } = require("skia-canvas");
  FontLibrary.use(FONT_FAMILY, fontFiles());
  return {
    name: "skia-canvas",
    // On the CPU: the same pixels with and without a display or GPU.
    create: (width, height) => new Canvas(width, height, { gpu: false }),
  };
}

function loadNapi(require: NodeJS.Require): CanvasPackage {
  const { createCanvas, GlobalFonts } = require("@napi-rs/canvas");
  for (const file of fontFiles()) GlobalFonts.registerFromPath(file, FONT_FAMILY);
  return { name: "@napi-rs/canvas", create: createCanvas };
}
