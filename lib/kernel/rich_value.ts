/**
 * Turns what a cell ends with into what is shown of it: a tensor, a network, a set of films, a
 * training and rows of numbers have a picture or table of their own; everything that knows how to
 * show itself, and everything else, stays as it is.
 *
 * Values are told by what they have, so nothing is loaded that the notebook has not loaded itself,
 * but for what draws them.
 *
 * @param value The value of a cell.
 * @returns What is to be shown; the value itself where drawing fails.
 *
 * @example
 * ```ts
 * import { richValue } from "lib/kernel/rich_value.ts";
 * await richValue("text"); // "text"
 * ```
 */
export async function richValue(value: unknown): Promise<unknown> {
  if (typeof value !== "object" || value === null || showsItself(value)) return value;
  try {
    return await viewOf(value) ?? value;
  } catch {
    return value; // the plain value says more than an error about its picture
  }
}

async function viewOf(value: object): Promise<unknown> {
  if ("dataSync" in value) {
    const { isTensor, tensorView } = await import("../display/tensor_view.ts");
    return isTensor(value) ? tensorView(value) : undefined;
  }
  if ("layers" in value) {
    const { isModel, modelView } = await import("../display/model_view.ts");
    return isModel(value) ? modelView(value) : undefined;
  }
  if ("thumbnails" in value) {
    const { filmSetView, isFilmSet } = await import("../display/film_set_view.ts");
    return isFilmSet(value) ? filmSetView(value) : undefined;
  }
  const history = "history" in value ? value.history : value;
  if (isHistory(history)) {
    const { trainingCurvesChart } = await import("../display/training_curves_chart.ts");
    return trainingCurvesChart(history);
  }
  if (isRows(value)) {
    const { table } = await import("../display/table.ts");
    const rows = value.slice(0, MOST_ROWS);
    const caption = `${rows.length} of ${value.length} rows`;
    return table(rows, {
      columns: [...new Set(rows.flatMap((row) => Object.keys(row)))],
      ...(rows.length < value.length ? { caption } : {}),
    });
  }
  return undefined;
}

const MOST_ROWS = 1000;

function showsItself(value: object): boolean {
  return Symbol.for("Jupyter.display") in value || "outerHTML" in value || "toDataURL" in value ||
    ArrayBuffer.isView(value);
}

/** Epochs of a training. */
function isHistory(value: unknown): value is { epoch: number; loss: number; accuracy: number }[] {
  return isRows(value) && ["epoch", "loss", "accuracy"].every((name) => name in value[0]);
}

/** Rows of a table: plain objects of plain values with the same few names. */
function isRows(value: unknown): value is Record<string, string | number | boolean | null>[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((row) =>
    typeof row === "object" && row !== null &&
    Object.getPrototypeOf(row) === Object.prototype &&
    Object.keys(row).length > 0 && Object.keys(row).length <= 40 &&
    Object.values(row).every((cell) => typeof cell !== "object" && typeof cell !== "function")
  );
}
