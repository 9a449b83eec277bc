import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { spread, withinSourceDirection } from "lib/protocol/within_source_direction.ts";
import { normal } from "lib/random/normal.ts";
import { seededRandom } from "lib/random/seeded.ts";

await startEngine({ seed: 1 });

/** Films of two numbers: disease lies along the first, the collections apart along the second. */
function films(collections: readonly string[]) {
  const random = seededRandom(3);
  const made = collections.flatMap((collection) =>
    Array.from({ length: 60 }, (_, i) => {
      const isIll = i % 2 === 0;
      const look = collection === "a" ? 6 : -6;
      return {
        collection,
        isIll,
        row: [2 * Number(isIll) + normal(random), look + normal(random)],
      };
    })
  );
  return {
    features: tf.tensor2d(made.map(({ row }) => row)),
    known: {
      collections: made.map(({ collection }) => collection),
      isPositive: made.map(({ collection, isIll }) => collection === "a" && isIll),
      isHealthy: made.map(({ isIll }) => !isIll),
    },
  };
}

Deno.test("withinSourceDirection() sees disease, and not what parts the collections", () => {
  const { features, known } = films(["a", "b"]);
  const before = tf.memory().numTensors;
  const [disease, look] = withinSourceDirection(features, known)!;
  assert.equal(tf.memory().numTensors, before);
  assert(disease > 0.3, `${disease}`);
  assert(Math.abs(look) < disease / 5, `${look} beside ${disease}`);
  features.dispose();
});

Deno.test("withinSourceDirection() takes ill against healthy where nothing is looked for", () => {
  const { features, known } = films(["b"]);
  assert(withinSourceDirection(features, known)![0] > 0.3);
  features.dispose();
});

Deno.test("withinSourceDirection() is nothing where a side has too few films", () => {
  const { features, known } = films(["a"]);
  const isHealthy = known.isHealthy.map(() => false);
  const isPositive = known.isPositive.map((_, i) => i < 19);
  assert.equal(withinSourceDirection(features, { ...known, isPositive, isHealthy }), undefined);
  features.dispose();
});

Deno.test("withinSourceDirection() takes views of a film as films of its collection", () => {
  const { features, known } = films(["a", "b"]);
  const twice = tf.concat([features, features]);
  const [once, again] = [features, twice].map((rows) => withinSourceDirection(rows, known)!);
  once.forEach((value, j) => assert(Math.abs(value - again[j]) < 1e-3));
  tf.dispose([features, twice]);
});

Deno.test("spread() is the scores' deviation, and 1 where there is none", () => {
  const rows = tf.tensor2d([[1, 0], [3, 0], [5, 0]]);
  assert(Math.abs(spread(rows, Float32Array.of(1, 0)) - Math.sqrt(8 / 3)) < 1e-6);
  assert.equal(spread(rows, Float32Array.of(0, 1)), 1);
  rows.dispose();
});
