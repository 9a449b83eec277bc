import type { ChartPart } from "./chart.ts";
import { MUTED_INK } from "./font.ts";
import { escapeMarkup } from "./escape_markup.ts";
import type { LegendItem } from "./legend.ts";

/** A colour scale as Plot's `plot.scale("color")` describes it. */
export interface ColorScale {
  type: string;
  /** Categories, or the numbers at the ends. */
  domain: readonly unknown[];
  /** Colour of a value. */
  apply(value: unknown): string;
}

/** How a colour key is labelled. */
export interface ColorLegendOptions {
  /** What the colours stand for. */
  label?: string;
}

/**
 * Makes the key of a colour scale: entries for categories, a ramp for numbers.
 *
 * @param scale Plot's colour scale.
 * @param options Label.
 * @returns Entries for {@linkcode LegendItem} rows, or a drawing of the ramp.
 *
 * @example
 * ```ts
 * import { colorLegend } from "lib/display/color_legend.ts";
 * const scale = { type: "ordinal", domain: ["Normal"], apply: () => "#0072b2" };
 * colorLegend(scale); // [{ label: "Normal", color: "#0072b2" }]
 * ```
 */
export function colorLegend(
  scale: ColorScale,
  options: ColorLegendOptions = {},
): LegendItem[] | ChartPart {
  if (scale.type === "ordinal" || scale.type === "categorical") {
    return scale.domain.map((value) => ({ label: String(value), color: scale.apply(value) }));
  }
  const numbers = scale.domain.map(Number);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const step = RAMP_WIDTH / STEPS;
  const body = Array.from({ length: STEPS }, (_, i) => {
    const color = scale.apply(low + (high - low) * (i + 0.5) / STEPS);
    // Half a pixel wider, so that no seams show.
    return `<rect x="${16 + i * step}" y="18" width="${step + (i < STEPS - 1 ? 0.5 : 0)}" ` +
      `height="10" fill="${escapeMarkup(color)}"/>`;
  });
  const text = (x: number, y: number, anchor: string, content: string) =>
    `<text x="${x}" y="${y}" font-size="11" text-anchor="${anchor}" fill="${MUTED_INK}">` +
    `${escapeMarkup(content)}</text>`;
  body.push(
    text(16, 12, "start", options.label ?? ""),
    text(16, 41, "start", format(low)),
    text(16 + RAMP_WIDTH / 2, 41, "middle", format((low + high) / 2)),
    text(16 + RAMP_WIDTH, 41, "end", format(high)),
  );
  return { body: body.join(""), width: RAMP_WIDTH + 32, height: 48 };
}

function format(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US");
}

const STEPS = 40;
const RAMP_WIDTH = 200;
