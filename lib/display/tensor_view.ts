import { escapeMarkup } from "./escape_markup.ts";
import { histogramBars } from "./histogram_bars.ts";
import { imageGrid } from "./image_grid.ts";
import { Note } from "./note.ts";
import { formatNumber } from "./table.ts";

/** What is read of a tensor; TensorFlow's own have it all. */
export interface TensorLike {
  shape: readonly number[];
  dtype: string;
  size: number;
  dataSync(): ArrayLike<number>;
  isDisposed?: boolean;
}

/**
 * Tells whether a value is a tensor, without knowing TensorFlow.
 *
 * @param value Anything.
 * @returns Whether it has shape, type and values as a tensor has.
 *
 * @example
 * ```ts
 * import { isTensor } from "lib/display/tensor_view.ts";
 * isTensor([1, 2]); // false
 * ```
 */
export function isTensor(value: unknown): value is TensorLike {
  const tensor = value as Partial<TensorLike> | null;
  return typeof tensor === "object" && tensor !== null && Array.isArray(tensor.shape) &&
    typeof tensor.dtype === "string" && typeof tensor.dataSync === "function";
}

/**
 * Shows a tensor: shape, type, range and mean, and its pictures where the shape is that of some
 * (`[height, width]`, `[height, width, 1 or 3]` or a batch of them), else a histogram.
 *
 * @param tensor The tensor; it stays the caller's.
 * @returns What a notebook shows.
 *
 * @example
 * ```ts
 * import { tensorView } from "lib/display/tensor_view.ts";
 * const values = Float32Array.of(0, 0.5, 1);
 * const tensor = { shape: [3], dtype: "float32", size: 3, dataSync: () => values };
 * tensorView(tensor).text; // "Tensor float32 [3], 0 to 1, mean 0.5"
 * ```
 */
export function tensorView(tensor: TensorLike): Note {
  const { shape, dtype } = tensor;
  const name = `Tensor ${dtype} [${shape.join(", ")}]`;
  if (tensor.isDisposed) return new Note(`<div>${name}, disposed</div>`, `${name}, disposed`);
  if (dtype === "string" || dtype === "complex64") return new Note(`<div>${name}</div>`, name);
  const values = tensor.dataSync();
  const { low, high, mean, odd } = measure(values);
  const range = values.length === 0
    ? "empty"
    : values.length === 1
    ? formatNumber(values[0])
    : `${formatNumber(low)} to ${formatNumber(high)}, mean ${formatNumber(mean)}` +
      (odd > 0 ? `, ${odd} not finite` : "");
  const picture = values.length > 1 && high >= low ? draw(tensor, values, { low, high }) : "";
  const facts = `<div style="margin-bottom:4px"><b>${escapeMarkup(name)}</b> ${range}</div>`;
  return new Note(`<div style="font-size:13px">${facts}${picture}</div>`, `${name}, ${range}`);
}

function measure(values: ArrayLike<number>) {
  let [low, high, sum, odd] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) odd++;
    else {
      if (value < low) low = value;
      if (value > high) high = value;
      sum += value;
    }
  }
  return { low, high, mean: sum / (values.length - odd), odd };
}

const MOST_PICTURES = 8;

/** Pictures, stretched to black and white, or a histogram; an `<img>` or `<svg>`. */
function draw(
  { shape }: TensorLike,
  values: ArrayLike<number>,
  { low, high }: { low: number; high: number },
): string {
  const batch = pictureShape(shape);
  if (batch === undefined) return histogramBars(values, { low, high });
  const [count, height, width, channels] = batch;
  const shown = Math.min(count, MOST_PICTURES);
  const data = new Float32Array(shown * height * width * channels);
  for (let i = 0; i < data.length; i++) data[i] = (values[i] - low) / (high - low || 1);
  const grid = imageGrid({ data, shape: [shown, height, width, channels] }, {
    columns: shown,
    cellSize: shown === 1 ? 160 : 78,
  });
  const more = count > shown ? `<div style="opacity:.7">the first ${shown} of ${count}</div>` : "";
  return `<img src="${grid.toDataURL()}" alt="" style="max-width:100%">${more}`;
}

/** The shape as a batch of pictures, `undefined` where it is none. */
function pictureShape(shape: readonly number[]): [number, number, number, number] | undefined {
  const isSide = (side: number) => side >= 8 && side <= 4096;
  const [a, b, c, d] = shape;
  if (shape.length === 2 && isSide(a) && isSide(b)) return [1, a, b, 1];
  if (shape.length === 3 && isSide(a) && isSide(b) && (c === 1 || c === 3)) return [1, a, b, c];
  if (shape.length === 4 && a > 0 && isSide(b) && isSide(c) && (d === 1 || d === 3)) {
    return [a, b, c, d];
  }
  return undefined;
}
