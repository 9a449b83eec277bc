import { startEngine } from "lib/engine/start.ts";

// Run by `probe_engine.ts` in a process of its own: one line of JSON on stdout.

if (import.meta.main) {
  const tf = await startEngine({ duringSetup: true });
  const [sum] = tf.tidy(() => tf.scalar(1).add(1).dataSync());
  if (sum !== 2) throw new Error(`TensorFlow says that 1 + 1 is ${sum}`);
  const backend = tf.backend() as unknown as {
    isUsingGpuDevice: boolean;
    binding: { TF_Version: string };
  };
  console.log(
    JSON.stringify({ version: backend.binding.TF_Version, gpu: backend.isUsingGpuDevice }),
  );
}
