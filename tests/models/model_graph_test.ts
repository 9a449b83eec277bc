import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { buildGraph, copyWeights, cutGraph, graphOf, joinGraphs } from "lib/models/model_graph.ts";

/** Dense layers a chain, named as given, 2 units each. */
function chain(...names: string[]): tf.LayersModel {
  const inputs = tf.input({ shape: [2], name: `${names[0]}_input` });
  const outputs = names.reduce(
    (x, name) => tf.layers.dense({ units: 2, name }).apply(x) as tf.SymbolicTensor,
    inputs,
  );
  return tf.model({ inputs, outputs, name: names.join("") });
}

const answer = (model: tf.LayersModel) =>
  tf.tidy(() => [...(model.predict(tf.tensor2d([[1, 2]])) as tf.Tensor).dataSync()]);
const layersOf = (model: tf.LayersModel) => model.layers.map(({ name }) => name);

Deno.test("buildGraph() builds the same network again, with weights of its own", async () => {
  await startEngine({ seed: 1 });
  const model = chain("a", "b");
  const numTensors = tf.memory().numTensors;
  const copy = await buildGraph(graphOf(model), [model]);
  assert.deepEqual(answer(copy), answer(model));
  const before = answer(model);
  tf.tidy(() => copy.setWeights(copy.getWeights().map((weight) => tf.zerosLike(weight))));
  assert.deepEqual(answer(copy), [0, 0]);
  assert.deepEqual(answer(model), before);
  copy.dispose();
  assert.equal(tf.memory().numTensors, numTensors);
  model.dispose();
});

Deno.test("joinGraphs() puts one network behind another", async () => {
  await startEngine({ seed: 1 });
  const [first, second] = [chain("a", "b"), chain("c")];
  const joint = await buildGraph(joinGraphs(graphOf(first), graphOf(second)), [first, second]);
  assert.deepEqual(layersOf(joint), ["a_input", "a", "b", "c"]);
  const expected = tf.tidy(() => {
    const x = first.predict(tf.tensor2d([[1, 2]])) as tf.Tensor;
    return [...(second.predict(x) as tf.Tensor).dataSync()];
  });
  assert.deepEqual(answer(joint), expected);
  for (const each of [first, second, joint]) each.dispose();
});

Deno.test("joinGraphs() refuses two layers of one name", () => {
  assert.throws(() => joinGraphs(graphOf(chain("a", "b")), graphOf(chain("b"))), {
    name: "RangeError",
    message: 'Cannot join models: both have a layer "b"',
  });
});

Deno.test("cutGraph() keeps what lies between two layers", async () => {
  await startEngine({ seed: 1 });
  const model = chain("a", "b", "c", "d");
  const options = { after: "a", inputShape: [null, 2], output: "c" };
  const middle = await buildGraph(cutGraph(graphOf(model), options), [model]);
  assert.deepEqual(layersOf(middle), ["a", "b", "c"]); // "a" is its input
  assert.equal(middle.countParams(), 2 * 6);
  const front = await buildGraph(cutGraph(graphOf(model), { output: "b" }), [model]);
  assert.deepEqual(layersOf(front), ["a_input", "a", "b"]);
  for (const each of [model, middle, front]) each.dispose();
});

Deno.test("graphOf() takes no sequential model and none with two outputs", () => {
  const sequential = tf.sequential({
    name: "line",
    layers: [tf.layers.dense({ units: 1, inputShape: [1] })],
  });
  const inputs = tf.input({ shape: [2] });
  const dense = () => tf.layers.dense({ units: 1 }).apply(inputs) as tf.SymbolicTensor;
  const fork = tf.model({ inputs, outputs: [dense(), dense()], name: "fork" });
  for (const model of [sequential, fork]) {
    assert.throws(() => graphOf(model), {
      name: "TypeError",
      message: `Cannot take "${model.name}" apart: expected tf.model with one input and output`,
    });
  }
});

Deno.test("copyWeights() copies the layers that both have, and leaks no tensor", async () => {
  await startEngine({ seed: 1 });
  const [from, to] = [chain("a", "b"), chain("b", "c")];
  const numTensors = tf.memory().numTensors;
  assert.equal(copyWeights(from, to), 1);
  const kernel = (model: tf.LayersModel) => [...model.getLayer("b").getWeights()[0].dataSync()];
  assert.deepEqual(kernel(to), kernel(from));
  assert.equal(tf.memory().numTensors, numTensors);
  from.dispose();
  to.dispose();
});
