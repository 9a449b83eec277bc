import { startEngine } from "lib/engine/start.ts";
import { transformImages } from "lib/engine/transform_images.ts";

// Run by `probe_engine.ts` in a process of its own: one line of JSON on stdout.

if (import.meta.main) {
  const tf = await startEngine({ duringSetup: true });
  const [sum] = tf.tidy(() => tf.scalar(1).add(1).dataSync());
  if (sum !== 2) throw new Error(`TensorFlow says that 1 + 1 is ${sum}`);
  const unmoved = [1, 0, 0, 0, 1, 0, 0, 0];
  const [same] = transformImages(tf.ones([1, 1, 1, 1]), { transforms: [unmoved] }).dataSync();
  if (same !== 1) throw new Error(`An op of the project's own says ${same} instead of 1`);
  const backend = tf.backend() as unknown as {
    isUsingGpuDevice: boolean;
    binding: { TF_Version: string };
  };
  console.log(
    JSON.stringify({ version: backend.binding.TF_Version, gpu: backend.isUsingGpuDevice }),
  );
}
