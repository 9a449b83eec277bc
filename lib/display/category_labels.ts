import { textWidth, wrapText } from "./text_layout.ts";

/** The room for labels beside an axis. */
export interface CategoryLabelsOptions {
  /** Pixels that a label may take before it is broken; 150 where left out. */
  maxWidth?: number;
  /** Lines of a label at most; 2 where left out. */
  maxLines?: number;
  /** Pixels; 12 where left out. */
  fontSize?: number;
}

/** Labels that fit, and the margin they need. */
export interface CategoryLabels {
  /** Pixels for the widest label, with room for the tick. */
  margin: number;
  /** Writes a label in lines that fit. */
  format(label: unknown): string;
}

/**
 * Fits the names of categories beside an axis, so that a long one is broken and never cut off.
 *
 * @param labels All labels of the axis.
 * @param options Room.
 * @returns Margin in pixels and the tick format for Plot.
 *
 * @example
 * ```ts
 * import { categoryLabels } from "lib/display/category_labels.ts";
 * const { margin, format } = categoryLabels(["Normal", "Viral Pneumonia"]);
 * ```
 */
export function categoryLabels(
  labels: readonly string[],
  options: CategoryLabelsOptions = {},
): CategoryLabels {
  const { maxWidth = 150, maxLines = 2, fontSize = 12 } = options;
  const lines = (label: string) => wrapText(label, { maxWidth, maxLines, fontSize });
  const widths = labels.flatMap(lines).map((line) => textWidth(line, { fontSize }));
  return {
    // A tenth more, for readers whose browser has to take another font.
    margin: Math.ceil(Math.max(0, ...widths) * 1.1) + 14,
    format: (label) => lines(String(label)).join("\n"),
  };
}
