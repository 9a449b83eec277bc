import { type Table, table } from "./table.ts";

/** What is read of a network; TensorFlow's layers models have it all. */
export interface ModelLike {
  name: string;
  layers: readonly {
    name: string;
    outputShape: unknown;
    getClassName(): string;
    countParams(): number;
  }[];
  countParams(): number;
}

/**
 * Tells whether a value is a network of layers, without knowing TensorFlow.
 *
 * @param value Anything.
 * @returns Whether it has layers and parameters as a layers model has.
 *
 * @example
 * ```ts
 * import { isModel } from "lib/display/model_view.ts";
 * isModel({ layers: [] }); // false
 * ```
 */
export function isModel(value: unknown): value is ModelLike {
  const model = value as Partial<ModelLike> | null;
  return typeof model === "object" && model !== null && Array.isArray(model.layers) &&
    typeof model.countParams === "function" && typeof model.name === "string";
}

/**
 * Shows a network: one row a layer, with its kind, the shape of its output and its parameters.
 *
 * @param model The network.
 * @returns The table, its sum in the caption.
 *
 * @example
 * ```ts
 * import { modelView } from "lib/display/model_view.ts";
 * const dense = { name: "logits", outputShape: [null, 2], getClassName: () => "Dense", countParams: () => 8 };
 * modelView({ name: "small", layers: [dense], countParams: () => 8 });
 * ```
 */
export function modelView(model: ModelLike): Table {
  const rows = model.layers.map((layer) => ({
    layer: layer.name,
    type: layer.getClassName(),
    output: shapeText(layer.outputShape),
    parameters: layer.countParams(),
  }));
  return table(rows, {
    caption: `${model.name}: ${rows.length} layers, ` +
      `${model.countParams().toLocaleString("en")} parameters`,
  });
}

/** `[null, 126, 126, 32]` as `126×126×32`; several outputs after each other. */
function shapeText(shape: unknown): string {
  if (!Array.isArray(shape)) return "";
  if (Array.isArray(shape[0])) return shape.map(shapeText).join(", ");
  return shape.slice(1).map((side) => side ?? "?").join("×");
}
