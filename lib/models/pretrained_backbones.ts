import { join } from "@std/path";
import type { PixelScale } from "./scale_pixels.ts";
import { VGG16_WEIGHTS } from "./vgg16.ts";

/** A backbone whose weights stand in a folder of the user's. */
export interface PretrainedBackbone {
  title: string;
  /** Where the folder with `model.json`, or the Keras file, may stand in the weights folder. */
  paths: string[];
  scale: PixelScale;
  /** Name of the last layer. */
  featureLayer: string;
  /** The last layer that fine-tuning leaves frozen, and the first that it trains. */
  lastBlock: { cut: string; from: string };
  licence: string;
}

/** Backbones with ImageNet weights, by name. */
export const PRETRAINED_BACKBONES: Readonly<Record<string, PretrainedBackbone>> = {
  "mobilenet-v1": {
    title: "MobileNetV1 1.0 up to conv_pw_12, ImageNet",
    paths: ["mobilenet_v1_1.0_224_pw12"],
    scale: "symmetric",
    featureLayer: "conv_pw_12_relu",
    lastBlock: { cut: "conv_pw_11_relu", from: "conv_dw_12" },
    licence: "Apache-2.0",
  },
  "mobilenet-v2": {
    title: "MobileNetV2 0.35, ImageNet",
    paths: ["mobilenet_v2_0.35_224"],
    scale: "symmetric",
    featureLayer: "out_relu",
    lastBlock: { cut: "block_15_add", from: "block_16_expand" },
    licence: "Apache-2.0",
  },
  "squeezenet": {
    title: "SqueezeNet 1.1, ImageNet",
    paths: ["squeezenet_1.1"],
    scale: "caffe",
    featureLayer: "fire9/concat",
    lastBlock: { cut: "fire8/concat", from: "fire9/squeeze1x1" },
    licence: "MIT",
  },
  "vgg16": {
    title: "VGG16, ImageNet",
    paths: [`vgg16/${VGG16_WEIGHTS.file}`, VGG16_WEIGHTS.file],
    scale: "caffe",
    featureLayer: "block5_pool",
    lastBlock: { cut: "block4_pool", from: "block5_conv1" },
    licence: "CC BY 4.0",
  },
};

/**
 * Finds a backbone's weights.
 *
 * @param entry An entry of {@linkcode PRETRAINED_BACKBONES}.
 * @param weightsDir Folder with the weights; it may be missing.
 * @returns The path, the likeliest where nothing `isThere`.
 *
 * @example
 * ```ts
 * import { locateWeights, PRETRAINED_BACKBONES } from "lib/models/pretrained_backbones.ts";
 * (await locateWeights(PRETRAINED_BACKBONES.vgg16, "nowhere")).isThere; // false
 * ```
 */
export async function locateWeights(
  { paths }: PretrainedBackbone,
  weightsDir: string,
): Promise<{ path: string; isThere: boolean }> {
  for (const path of paths.map((path) => join(weightsDir, path))) {
    try {
      await Deno.stat(path);
      return { path, isThere: true };
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return { path: join(weightsDir, paths[0]), isThere: false };
}
