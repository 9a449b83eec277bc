import assert from "node:assert/strict";
import { nativeBackend } from "lib/engine/native_op.ts";
import { hasOneDnn, oneDnnOps } from "lib/engine/one_dnn.ts";
import { startEngine } from "lib/engine/start.ts";

Deno.test({
  name: "oneDNN is found on Linux and x86-64 without a GPU, so that nobody loses it unnoticed",
  ignore: Deno.build.os !== "linux" || Deno.build.arch !== "x86_64",
  fn: async () => {
    await startEngine();
    const { isUsingGpuDevice } = nativeBackend();
    assert.equal(hasOneDnn(), !isUsingGpuDevice && Deno.env.get("TF_ENABLE_ONEDNN_OPTS") !== "0");
  },
});

Deno.test("oneDNN stays out where TF_ENABLE_ONEDNN_OPTS is 0, and all is computed as before", async () => {
  const script = `
    import { startEngine } from "lib/engine/start.ts";
    import { conv2d } from "lib/engine/conv2d.ts";
    import { hasOneDnn } from "lib/engine/one_dnn.ts";
    const tf = await startEngine();
    const y = conv2d(tf.ones([1, 4, 4, 1]), tf.ones([3, 3, 1, 1]), {
      strides: [1, 1], dilations: [1, 1], padding: "VALID", relu: true, bias: tf.tensor1d([-8]),
      pool: { poolSize: [2, 2], strides: [2, 2], padding: "VALID" },
    });
    console.log(JSON.stringify([hasOneDnn(), ...y.dataSync()]));
  `;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--ext=ts", script],
    env: { TF_ENABLE_ONEDNN_OPTS: "0" },
    stderr: "inherit",
  }).output();
  assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), [false, 1]);
});

Deno.test("oneDnnOps() passes on that TensorFlow knows no such op", async () => {
  await startEngine();
  assert.throws(() => oneDnnOps("_MklNoSuchOp", [], { attributes: {}, numOutputs: 1 }), /NoSuchOp/);
});
