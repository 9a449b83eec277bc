import type { DataSet } from "dicom-parser";
import { lookUp, readTable } from "./lookup_table.ts";

/** A way to show a film: which of its values are black, which white, and what is between. */
export interface Window {
  /** What it is, for people. */
  name: string;
  /** Turns a value, after rescaling, to brightness in `[0, 1]`. */
  brightness: (value: number) => number;
}

const VOI_LUTS = "x00283010";
const CENTER = "x00281050";
const WIDTH = "x00281051";
const FUNCTION = "x00281056";
const PIXEL_REPRESENTATION = "x00280103";

/**
 * Reads a film's tables (VOI LUT) and windows, the tables first, both in the file's order
 * (DICOM PS3.3, C.11.2). Windows without a usable width are left out.
 *
 * @param dataSet The file's elements.
 * @returns Ways to show the film; none where the file names none.
 *
 * @example
 * ```ts
 * import { parseDicom } from "lib/data/dicom/parse_dicom.ts";
 * import { readWindows } from "lib/data/dicom/windows.ts";
 * const headerless = new Uint8Array([8, 0, 0x60, 0, 0x43, 0x53, 2, 0, 0x43, 0x52]);
 * readWindows((await parseDicom(headerless)).dataSet); // []
 * ```
 */
export function readWindows(dataSet: DataSet): Window[] {
  const isSigned = dataSet.uint16(PIXEL_REPRESENTATION) === 1;
  const tables = (dataSet.elements[VOI_LUTS]?.items ?? [])
    .flatMap((item) => {
      const table = readTable(item, isSigned);
      return table === undefined ? [] : [table];
    })
    .map((table) => ({
      name: `table of ${table.values.length} values`,
      brightness: (value: number) => clamp(lookUp(table, value) / table.max),
    }));
  const shape = (dataSet.string(FUNCTION) ?? "LINEAR").trim().toUpperCase();
  const count = Math.min(dataSet.numStringValues(CENTER) ?? 0, dataSet.numStringValues(WIDTH) ?? 0);
  const windows: Window[] = [];
  for (let i = 0; i < Math.min(count, 100); i++) {
    const center = dataSet.floatString(CENTER, i) ?? NaN;
    const width = dataSet.floatString(WIDTH, i) ?? NaN;
    const brightness = windowOf(shape, center, width);
    if (brightness) windows.push({ name: `centre ${center}, width ${width}`, brightness });
  }
  return [...tables, ...windows];
}

/**
 * Makes the function of a window: `LINEAR`, `LINEAR_EXACT` or `SIGMOID` (DICOM PS3.3, C.11.2.1.2
 * and C.11.2.1.3). Any other name counts as `LINEAR`, as if none were given.
 *
 * @param shape The function's name.
 * @param center Value in the middle.
 * @param width How many values lie between black and white; 1 at least where `LINEAR`, else above 0.
 * @returns Function from a value to brightness in `[0, 1]`; `undefined` where the width is none.
 *
 * @example
 * ```ts
 * import { windowOf } from "lib/data/dicom/windows.ts";
 * windowOf("LINEAR_EXACT", 50, 100)?.(75); // 0.75
 * ```
 */
export function windowOf(
  shape: string,
  center: number,
  width: number,
): ((value: number) => number) | undefined {
  if (!Number.isFinite(center) || !Number.isFinite(width)) return undefined;
  if (shape === "SIGMOID") {
    return width > 0 ? (value) => 1 / (1 + Math.exp(-4 * (value - center) / width)) : undefined;
  }
  if (shape === "LINEAR_EXACT") {
    return width > 0 ? (value) => clamp((value - center) / width + 0.5) : undefined;
  }
  if (width < 1) return undefined;
  if (width === 1) return (value) => value <= center - 0.5 ? 0 : 1;
  return (value) => clamp((value - (center - 0.5)) / (width - 1) + 0.5);
}

function clamp(x: number): number {
  return Math.min(1, Math.max(0, x));
}
