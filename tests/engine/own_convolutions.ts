import * as tf from "@tensorflow/tfjs";
import { conv2d } from "lib/engine/conv2d.ts";
import type { Conv2dOptions } from "lib/engine/conv_options.ts";
import type { PoolOptions } from "lib/engine/pool_kernel.ts";
import { startOpProfile } from "lib/engine/profile_ops.ts";
import { startEngine } from "lib/engine/start.ts";
import { statelessRandom } from "lib/engine/stateless_random.ts";
import { sha256 } from "lib/models/sha256.ts";

/** A convolution that the project's own ops compute. */
export interface ConvCase {
  batch: number;
  /** Height, width and channels of films. */
  film: [number, number, number];
  /** Height and width of a filter, and how many there are. */
  filter: [number, number];
  padding: "SAME" | "VALID";
  relu?: boolean;
  pool?: boolean;
}

/** Max pooling by 2×2, and a convolution with ReLU and without padding. */
export const POOL: PoolOptions = { poolSize: [2, 2], strides: [2, 2], padding: "VALID" };
export const PLAIN: Conv2dOptions = {
  strides: [1, 1],
  dilations: [1, 1],
  padding: "VALID",
  relu: true,
};

/** All kinds that there are: whole and partial tiles and blocks, odd and even edges. */
export const OWN_CONVOLUTIONS: ConvCase[] = [
  { batch: 1, film: [11, 11, 16], filter: [3, 16], padding: "VALID" },
  { batch: 2, film: [20, 33, 48], filter: [3, 32], padding: "SAME", relu: true },
  { batch: 5, film: [61, 47, 32], filter: [3, 64], padding: "VALID", relu: true, pool: true },
  { batch: 3, film: [22, 30, 16], filter: [3, 16], padding: "SAME", pool: true },
  { batch: 2, film: [13, 19, 64], filter: [3, 128], padding: "SAME", relu: true, pool: true },
  { batch: 1, film: [6, 31, 16], filter: [5, 16], padding: "SAME", relu: true },
  { batch: 4, film: [23, 28, 16], filter: [5, 48], padding: "VALID", pool: true },
  { batch: 2, film: [25, 17, 32], filter: [5, 32], padding: "SAME", relu: true, pool: true },
  { batch: 5, film: [41, 34, 1], filter: [3, 32], padding: "VALID", relu: true, pool: true },
  { batch: 1, film: [12, 13, 3], filter: [3, 64], padding: "VALID", pool: true },
  { batch: 2, film: [26, 31, 1], filter: [5, 64], padding: "VALID", pool: true },
  { batch: 3, film: [30, 21, 3], filter: [5, 32], padding: "VALID", relu: true, pool: true },
];

/** A weighted sum of a convolution's values, and its gradients of films, filters and bias. */
export function runConvolution(
  { batch, film, filter: [taps, filters], padding, ...rest }: ConvCase,
) {
  const conv: Conv2dOptions = {
    ...PLAIN,
    padding,
    relu: rest.relu ?? false,
    pool: rest.pool ? POOL : undefined,
  };
  const random = (shape: number[], second: number) =>
    statelessRandom(shape, { seed: [taps, second] }).sub(0.5);
  const x = random([batch, ...film], 1);
  const filter = random([taps, taps, film[2], filters], 2);
  const bias = random([filters], 3);
  const window = conv.pool ? 2 : 1;
  const lost = padding === "SAME" ? 0 : taps - 1;
  const weigh = random(
    [batch, Math.floor((film[0] - lost) / window), Math.floor((film[1] - lost) / window), filters],
    4,
  );
  const own = tf.valueAndGrads((x: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor) =>
    conv2d(x, filter, { ...conv, bias }).mul(weigh).sum() as tf.Scalar
  )([x, filter, bias]);
  return { x, filter, bias, weigh, conv, own };
}

// Run by own_conv_test.ts in processes of its own: prints a hash of all values and gradients, and
// the names of the project's own ops that computed them.
if (import.meta.main) {
  await startEngine();
  const endProfile = startOpProfile();
  const bytes = OWN_CONVOLUTIONS.flatMap((options) => {
    const { value, grads } = runConvolution(options).own;
    return [value, ...grads].flatMap((tensor) => [
      ...new Uint8Array(new Float32Array(tensor.dataSync()).buffer),
    ]);
  });
  const names = endProfile().rows.map(({ op }) => op).filter((op) => op.startsWith("Cxr"));
  const ops = [...new Set(names)].sort();
  console.log(JSON.stringify({ hash: await sha256(Uint8Array.from(bytes)), ops }));
}
