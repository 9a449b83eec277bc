import * as tf from "@tensorflow/tfjs";
import { conv2d } from "./conv2d.ts";
import { maxPoolWithGradient } from "./max_pool.ts";
import type { PoolOptions } from "./pool_kernel.ts";

/** The parts of tfjs's `Conv2D` layer that are read here. */
interface ConvLayer extends tf.layers.Layer {
  rank: number;
  dataFormat: string;
  padding: string;
  strides: [number, number];
  dilationRate: [number, number];
  activation: { getClassName(): string };
  kernel: { read(): tf.Tensor4D };
  bias: { read(): tf.Tensor1D } | null;
}

/** The parts of tfjs's `MaxPooling2D` layer that are read here. */
interface PoolLayer extends tf.layers.Layer {
  dataFormat: string;
  padding: string;
  poolSize: [number, number];
  strides: [number, number];
}

/** The parts of tfjs's `Concatenate` layer that are read here. */
interface ConcatenateLayer extends tf.layers.Layer {
  axis: number;
}

type LayerCall = (inputs: tf.Tensor | tf.Tensor[], kwargs?: { training?: boolean }) => tf.Tensor;

/** Convolutions that pool at once while training, and the pooling layers that then do nothing. */
const fused = new Map<tf.layers.Layer, PoolLayer>();

/**
 * Lets `tf.layers.conv2d` and `tf.layers.maxPooling2d` run natively, gradient included, and repeats
 * a channel where `tf.layers.concatenate` is given it several times, which takes a third of the
 * time.
 *
 * Layers outside what is covered (channels first, no bias, activations other than ReLU and linear)
 * run as in stock tfjs. Saved models are plain tfjs layers models either way.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine(); // registers them
 * const layer = tf.layers.maxPooling2d({ poolSize: 2 });
 * layer.apply(tf.ones([1, 4, 4, 1]), { training: true }); // pooled natively, 1×2×2×1
 * ```
 */
export function registerNativeLayers(): void {
  // A layer's class is not exported; its prototype is reached through an instance.
  const conv = Object.getPrototypeOf(tf.layers.conv2d({ filters: 1, kernelSize: 1 }));
  const stockConv: LayerCall = conv.call;
  conv.call = function (this: ConvLayer, ...[inputs, kwargs]: Parameters<LayerCall>) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (!isCoveredConv(this) || x.dtype !== "float32") return stockConv.call(this, inputs, kwargs);
    const pool = kwargs?.training ? fused.get(this) : undefined;
    return tf.tidy(() =>
      conv2d(x, this.kernel.read(), {
        bias: this.bias!.read(),
        strides: this.strides,
        dilations: this.dilationRate,
        padding: upper(this.padding),
        relu: this.activation.getClassName() === "relu",
        pool: pool && poolOptions(pool),
      })
    );
  };

  const pooling = Object.getPrototypeOf(tf.layers.maxPooling2d({ poolSize: 2 }));
  const stockPooling: LayerCall = pooling.call;
  pooling.call = function (this: PoolLayer, ...[inputs, kwargs]: Parameters<LayerCall>) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (!kwargs?.training || !isCoveredPool(this) || x.dtype !== "float32") {
      return stockPooling.call(this, inputs, kwargs);
    }
    if ([...fused.values()].includes(this)) return x.clone();
    return tf.tidy(() => maxPoolWithGradient(x, poolOptions(this)));
  };

  const concatenate = Object.getPrototypeOf(tf.layers.concatenate());
  const stockMerge: (inputs: tf.Tensor[]) => tf.Tensor = concatenate.mergeFunction;
  concatenate.mergeFunction = function (this: ConcatenateLayer, inputs: tf.Tensor[]) {
    const [x] = inputs;
    const last = x.rank - 1;
    const isOneChannel = x.shape[last] === 1 && inputs.every((input) => input === x);
    if (!isOneChannel || ![-1, last].includes(this.axis)) return stockMerge.call(this, inputs);
    return x.tile(x.shape.map((_, axis) => axis === last ? inputs.length : 1));
  };
}

/**
 * Fuses each convolution of a model with the max pooling that alone follows it, in training calls.
 *
 * @param model A model whose outputs are read only at its end while this holds: in training calls
 *   the fused convolutions' own outputs are already pooled.
 * @returns A function that ends it; call it in a `finally`.
 *
 * @example
 * ```ts
 * import { fuseConvPool } from "lib/engine/native_layers.ts";
 * import { startEngine } from "lib/engine/start.ts";
 * const tf = await startEngine();
 * const convolution = tf.layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [8, 8, 1] });
 * const model = tf.sequential({ layers: [convolution, tf.layers.maxPooling2d({ poolSize: 2 })] });
 * const endFusion = fuseConvPool(model);
 * model.apply(tf.ones([1, 8, 8, 1]), { training: true }); // 1×3×3×2, in one step
 * endFusion();
 * ```
 */
export function fuseConvPool(model: tf.LayersModel): () => void {
  const pairs = model.layers.flatMap((layer): [tf.layers.Layer, PoolLayer][] => {
    const next = layer.outboundNodes.length === 1 ? layer.outboundNodes[0].outboundLayer : null;
    const isPair = layer.getClassName() === "Conv2D" && isCoveredConv(layer as ConvLayer) &&
      next?.getClassName() === "MaxPooling2D" && isCoveredPool(next as PoolLayer);
    return isPair ? [[layer, next as PoolLayer]] : [];
  });
  for (const [layer, pool] of pairs) fused.set(layer, pool);
  return () => pairs.forEach(([layer]) => fused.delete(layer));
}

function isCoveredConv(layer: ConvLayer): boolean {
  return layer.bias != null && layer.rank === 2 && layer.dataFormat === "channelsLast" &&
    ["relu", "linear"].includes(layer.activation.getClassName()) &&
    ["same", "valid"].includes(layer.padding);
}

function isCoveredPool(layer: PoolLayer): boolean {
  return layer.dataFormat === "channelsLast" && ["same", "valid"].includes(layer.padding);
}

function poolOptions({ poolSize, strides, padding }: PoolLayer): PoolOptions {
  return { poolSize, strides, padding: upper(padding) };
}

function upper(padding: string): "SAME" | "VALID" {
  return padding.toUpperCase() as "SAME" | "VALID";
}
