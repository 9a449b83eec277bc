import assert from "node:assert/strict";
import { readFilms } from "lib/data/read_films.ts";
import { splitFilms } from "lib/data/split.ts";
import { startEngine } from "lib/engine/start.ts";
import { gramMatrix } from "lib/evaluation/gram_matrix.ts";
import { covidOrNormal } from "lib/experiments/task.ts";
import { chooseHead } from "lib/protocol/choose_head.ts";
import { crossValidate } from "lib/protocol/cross_validate.ts";
import { engineGram } from "lib/protocol/engine_gram.ts";
import { featureSets, nestedRecipe } from "lib/protocol/nested_recipe.ts";
import { normal } from "lib/random/normal.ts";
import { seededRandom } from "lib/random/seeded.ts";
import { assertClose } from "../evaluation/assert_close.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";

/** Films whose first source tells the class; the second is noise. */
function madeSources(n: number) {
  const random = seededRandom(5);
  const labels = Array.from({ length: n }, (_, i) => i % 2);
  const telling = labels.map((label) => Float32Array.from([2 * label + normal(random), 1]));
  const noise = labels.map(() => Float32Array.from({ length: 30 }, () => normal(random)));
  return {
    labels,
    groups: labels.map((_, i) => `${Math.floor(i / 4)}`),
    sources: [{ rows: telling }, { rows: noise }],
    sets: [{ name: "telling", sources: [0] }, { name: "noise", sources: [1] }],
  };
}

Deno.test("engineGram() equals gramMatrix() and leaves no tensor behind", async () => {
  const tf = await startEngine();
  const { sources: [, { rows }] } = madeSources(12);
  const before = tf.memory().numTensors;
  const found = engineGram(rows, [0, 2, 3, 5]);
  assert.equal(tf.memory().numTensors, before);
  assertClose(found.rows, gramMatrix(rows, [0, 2, 3, 5]).rows, 1e-5);
});

Deno.test("chooseHead() finds the features that tell, and looks at training films alone", async () => {
  await startEngine();
  const made = madeSources(60);
  const train = [...made.labels.keys()].filter((i) => i < 40);
  const options = { ...made, train, cs: [1, 10], numClasses: 2, k: 4, seed: 1 };
  const ranked = await chooseHead(options);
  assert.equal(ranked[0].features.name, "telling");
  assert.equal(ranked.length, 4);
  assert(ranked[3].loss > ranked[0].loss + 0.1);
  // Labels and features of the other films may be anything.
  const labels = made.labels.map((label, i) => i < 40 ? label : NaN);
  const sources = made.sources.map(({ rows }) => ({
    rows: rows.map((row, i) => i < 40 ? row : row.map(() => 1e6)),
  }));
  assert.deepEqual(await chooseHead({ ...options, labels, sources }), ranked);
});

Deno.test("featureSets() lists networks and sizes alone and together, none twice", () => {
  const sources = [224, 320].flatMap((size) =>
    ["a", "b"].flatMap((backbone) =>
      ["last", "earlier"].map((layer) => ({
        backbone,
        layer,
        imageSize: [size, size] as [number, number],
        rows: [],
      }))
    )
  );
  const sets = featureSets(sources);
  assert.equal(sets.length, 18); // (2 networks + all) × (2 sizes + all) × 2 depths
  assert.equal(new Set(sets.map(({ sources }) => sources.join())).size, 18);
  assert.deepEqual(sets.find(({ name }) => name === "a 320, last layer")!.sources, [4]);
  assert.equal(sets.at(-1)!.name, "all backbones all sizes, several layers");
  assert.equal(sets.at(-1)!.sources.length, 8);
});

Deno.test("nestedRecipe() judges every film, and notes what each fold chose", async () => {
  const files: Record<string, number> = {};
  ["Covid", "Normal"].forEach((name, k) => {
    for (let i = 0; i < 9; i++) files[`${name}/${i}.png`] = 100 * k + i;
  });
  const set = await readFilms(await writeFolder(files));
  const out = await tempDir();
  using recipe = nestedRecipe(covidOrNormal, {
    set,
    backbones: ["vgg16-random"],
    weightsDir: "",
    cacheDir: await tempDir(),
    featuresDir: await tempDir(),
    backbonesDir: await tempDir(),
    imageSizes: [[32, 32]],
    innerFolds: 2,
    numHeads: 2,
  });
  assert.equal(recipe.id, "nested:covid-or-normal");
  const tf = await startEngine();
  const before = tf.memory().numTensors;
  const split = splitFilms(set, { seed: 1 });
  const [folds] = await crossValidate(recipe, { split, out, k: 3, repeats: 1, seed: 1 });
  assert.equal(tf.memory().numTensors, before);
  assert.equal(folds.predictions.length, 18);
  for (const { probabilities: [a, b] } of folds.predictions) assertClose(a + b, 1, 1e-9);
  const home = `${out}/folds/grouped-3/nested_covid-or-normal`;
  const [repeat] = await Array.fromAsync(Deno.readDir(home)).then((all) =>
    all.filter(({ isDirectory }) => isDirectory)
  );
  const notes = JSON.parse(await Deno.readTextFile(`${home}/${repeat.name}/fold-0.json`));
  assert.equal(notes.chosen.length, 2);
  assert.match(notes.chosen[0].features, /vgg16-random 32/);
});
