import { formatNumber } from "./table.ts";

/**
 * Draws a small histogram in the colours of the page it stands on.
 *
 * @param values Numbers; those that are not finite are left out.
 * @param range Least and greatest value.
 * @returns An `<svg>`.
 *
 * @example
 * ```ts
 * import { histogramBars } from "lib/display/histogram_bars.ts";
 * histogramBars([0, 1, 1], { low: 0, high: 1 }).startsWith("<svg"); // true
 * ```
 */
export function histogramBars(
  values: ArrayLike<number>,
  { low, high }: { low: number; high: number },
): string {
  const counts = new Array<number>(BINS).fill(0);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor((values[i] - low) / (high - low || 1) * BINS);
    if (Number.isFinite(values[i])) counts[Math.min(bin, BINS - 1)]++;
  }
  const most = Math.max(...counts, 1);
  const step = WIDTH / BINS;
  const bars = counts.map((count, i) => {
    const height = HEIGHT * count / most;
    return `<rect x="${i * step}" y="${(HEIGHT - height).toFixed(1)}" width="${step - 1}" ` +
      `height="${height.toFixed(1)}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT + 16}" ` +
    `fill="currentColor" font-size="11"><g opacity=".55">${bars.join("")}</g>` +
    `<text y="${HEIGHT + 13}">${formatNumber(low)}</text>` +
    `<text x="${WIDTH}" y="${HEIGHT + 13}" text-anchor="end">${formatNumber(high)}</text></svg>`;
}

const BINS = 32;
const WIDTH = 256;
const HEIGHT = 48;
