import { createRequire } from "node:module";

/** Family name of the font that every picture of the project is drawn with. */
export const FONT_FAMILY = "Inter";

/** Colour of text on the white ground of charts and grids. */
export const INK = "#1f2328";

/** Colour of secondary text: subtitles, captions, axis ticks. */
export const MUTED_INK = "#59636e";

/**
 * Finds the font's two files, regular and semibold, in the npm package that brings them, so that
 * a machine without any installed font draws the same text.
 *
 * @returns Absolute paths of TrueType files, weights 400 and 600.
 * @throws {Error} Where the package is missing.
 *
 * @example
 * ```ts
 * import { fontFiles } from "lib/display/font.ts";
 * fontFiles().length; // 2
 * ```
 */
export function fontFiles(): string[] {
  const { resolve } = createRequire(import.meta.url);
  const names = ["400Regular/Inter_400Regular.ttf", "600SemiBold/Inter_600SemiBold.ttf"];
  try {
    return names.map((name) => resolve(`@expo-google-fonts/inter/${name}`));
  } catch (error) {
    throw new Error(
      "Cannot find the project's font @expo-google-fonts/inter in node_modules: " +
        "run the task setup",
      { cause: error },
    );
  }
}
