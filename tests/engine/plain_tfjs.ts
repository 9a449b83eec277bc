import * as tf from "@tensorflow/tfjs";

// Run by plain_tfjs_test.ts in a process of its own: TensorFlow.js as a browser has it, without this
// project's library. Loads the model of a folder and prints its prediction of films on stdin.

if (import.meta.main) {
  const [dir] = Deno.args;
  await tf.setBackend("cpu");
  const { modelTopology, weightsManifest } = JSON.parse(
    await Deno.readTextFile(`${dir}/model.json`),
  );
  const [{ paths, weights }] = weightsManifest;
  const bytes = await Deno.readFile(`${dir}/${paths[0]}`);
  const model = await tf.loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs: weights, weightData: bytes.buffer }),
  );
  const { values, shape } = await new Response(Deno.stdin.readable).json();
  const probabilities = model.predict(tf.tensor(values, shape)) as tf.Tensor;
  console.log(JSON.stringify({ backend: tf.getBackend(), values: [...probabilities.dataSync()] }));
}
