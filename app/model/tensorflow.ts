/**
 * What stands in for `@tensorflow/tfjs` in the page: its core and its layers, without converter,
 * data sets and the backends that the page does not use.
 *
 * @module
 */
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
export * from "@tensorflow/tfjs-core";
export * from "@tensorflow/tfjs-layers";
