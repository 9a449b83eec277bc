import type { Element } from "dicom-parser";

const LUT_DESCRIPTOR = "x00283002";
const LUT_DATA = "x00283006";

/** A table from values to other values. */
export interface Table {
  /** Value that the first entry is for; smaller ones take it too. */
  first: number;
  /** What the values become. */
  values: Uint16Array;
  /** Largest number that an entry has room for. */
  max: number;
}

/**
 * Reads a look-up table (DICOM PS3.3, C.11.1.1.1): 8 or 16 bits an entry.
 *
 * @param item Item of the sequence that holds the table.
 * @param isSigned Whether the values that it is for may be negative.
 * @returns The table; `undefined` where it is damaged.
 *
 * @example
 * ```ts
 * import { readTable } from "lib/data/dicom/lookup_table.ts";
 * readTable({ tag: "xfffee000", length: 0, dataOffset: 0 }, false); // undefined
 * ```
 */
export function readTable({ dataSet }: Element, isSigned: boolean): Table | undefined {
  const descriptor = dataSet?.elements[LUT_DESCRIPTOR];
  const data = dataSet?.elements[LUT_DATA];
  if (!dataSet || !data || !descriptor || descriptor.length < 6) return undefined;
  const length = dataSet.uint16(LUT_DESCRIPTOR, 0)! || 65536;
  const isFirstSigned = descriptor.vr === "SS" || (descriptor.vr !== "US" && isSigned);
  const first = (isFirstSigned ? dataSet.int16 : dataSet.uint16).call(dataSet, LUT_DESCRIPTOR, 1)!;
  const bits = dataSet.uint16(LUT_DESCRIPTOR, 2)!;
  const isWide = data.length >= 2 * length;
  const isThere = data.dataOffset + data.length <= dataSet.byteArray.length;
  if (bits < 8 || bits > 16 || data.length < length || !isThere) return undefined;
  const values = Uint16Array.from(
    { length },
    (_, i) => isWide ? dataSet.uint16(LUT_DATA, i)! : dataSet.byteArray[data.dataOffset + i],
  );
  return { first, values, max: isWide ? 2 ** bits - 1 : 255 };
}

/**
 * Looks a value up in a table; values beyond its ends take the entry at that end.
 *
 * @param table The table.
 * @param value Value, any number.
 * @returns What it becomes.
 *
 * @example
 * ```ts
 * import { lookUp } from "lib/data/dicom/lookup_table.ts";
 * lookUp({ first: 10, values: Uint16Array.of(5, 6), max: 255 }, 99); // 6
 * ```
 */
export function lookUp({ first, values }: Table, value: number): number {
  return values[Math.min(values.length - 1, Math.max(0, Math.round(value - first)))];
}
