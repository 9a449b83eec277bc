import assert from "node:assert/strict";
import { parseJsonc } from "lib/sweep/parse_jsonc.ts";
import { parseSweepSpec } from "lib/sweep/sweep_spec.ts";
import { chunkUnits } from "lib/sweep/sweep_chunk.ts";
import { filmsFingerprint, listUnits, unitName } from "lib/sweep/sweep_unit.ts";

Deno.test("parseJsonc() leaves comments out, and what looks like one in a text in", () => {
  const text = `{ // one
    "a": "http://x /* y */", /* two
    lines */ "b": [1, 2]
  }`;
  assert.deepEqual(parseJsonc(text), { a: "http://x /* y */", b: [1, 2] });
  assert.throws(() => parseJsonc("{ // only\n"), SyntaxError);
});

Deno.test("parseSweepSpec() fills in what is left out", () => {
  const spec = parseSweepSpec('{ "recipes": "A", "memory": "2 GiB", "seeds": 2 }', "s.json");
  assert.deepEqual(spec, {
    data: ["phantom"],
    profile: "full",
    recipes: ["A"],
    settings: [{}],
    folds: 5,
    repeats: 1,
    deal: "grouped",
    seeds: [1, 2],
    cpus: 1,
    gpus: 0,
    memory: 2 * 2 ** 30,
    chunk: 0,
    retries: 2,
    keepModels: false,
    ray: { env: {}, autoscales: false },
    ...{ work: "train", models: [], films: 1000, size: 224 },
  });
  const ranges = parseSweepSpec('{ "work": "features", "models": "phantom" }', "s.json");
  assert.deepEqual([ranges.work, ranges.models, ranges.recipes], ["features", ["phantom"], []]);
  assert.equal(parseSweepSpec('{ "recipes": ["A"], "folds": 0 }', "s.json").folds, 0);
});

Deno.test("parseSweepSpec() names the key that is wrong, in one line", () => {
  const message = (text: string) => {
    try {
      parseSweepSpec(text, "s.json");
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };
  const cases: [string, RegExp][] = [
    ["[]", /expected an object such as/],
    ["{", /^Cannot read sweep "s\.json": /],
    ["{}", /"recipes" is missing: name one, such as \["A"\]$/],
    ['{ "recipes": ["A"], "seed": 3 }', /unknown key "seed": expected one of data, profile/],
    ['{ "recipes": ["Z"] }', /"recipes": Unknown recipe "Z": expected one of A, /],
    ['{ "recipes": ["frozen"] }', /"recipes": Recipe frozen needs a backbone/],
    ['{ "recipes": ["A", "A"] }', /"recipes" names "A" twice/],
    ['{ "recipes": ["A"], "models": ["m"] }', /"models" does not go with "work": "train"$/],
    ['{ "work": "predict" }', /"work" is "predict", expected "train", "audit", "features" or/],
    ['{ "work": "audit", "recipes": ["A"] }', /"recipes" does not go with "work": "audit"$/],
    ['{ "work": "audit", "data": ["a", "b"] }', /"audit" goes over one folder of films, not 2$/],
    ['{ "work": "audit", "models": ["m"] }', /"models" has 1, and "work": "audit" needs none$/],
    ['{ "work": "evaluate" }', /"models" has nothing, and "work": "evaluate" needs a model\'s/],
    ['{ "recipes": ["A"], "folds": 1 }', /"folds" is 1, expected a whole number from 2, or 0/],
    ['{ "recipes": ["A"], "seeds": [1, -1] }', /"seeds" is \[1,-1\], expected a list of whole/],
    ['{ "recipes": ["A"], "settings": [{ "epoch": 2 }] }', /"settings" is .*, expected a list of/],
    ['{ "recipes": ["A"], "memory": "4 apples" }', /"memory" is "4 apples", expected bytes, or/],
    ['{ "recipes": ["A"], "ray": { "gpu": 1 } }', /"ray" is .*, expected an object with any of/],
  ];
  for (const [text, expected] of cases) {
    assert.match(message(text), expected);
    assert(!message(text).includes("\n"), text);
  }
});

Deno.test("listUnits() lists recipes × settings × seeds × dealings × folds, each once", () => {
  const spec = parseSweepSpec(
    '{ "recipes": ["A", "E"], "settings": [{}, { "epochs": 2 }], "folds": 3, "repeats": 2, ' +
      '"seeds": [4, 9] }',
    "s.json",
  );
  const units = listUnits(spec);
  assert.equal(units.length, 2 * 2 * 2 * 2 * 3);
  assert.equal(new Set(units.map((unit) => JSON.stringify(unit))).size, units.length);
  assert.deepEqual(units[4].folds, { k: 3, fold: 1, repeat: 1, deal: "grouped" });
  assert.equal(listUnits({ ...spec, folds: 0 })[0].folds, undefined);
});

Deno.test("unitName() changes with all that a result depends on, and with nothing else", () => {
  const unit = {
    recipe: "frozen:phantom",
    profile: "full",
    changes: {},
    folds: { k: 5, fold: 2, repeat: 0, deal: "grouped" as const },
    seed: 3,
  };
  const basis = { code: "c", films: "f", weights: "w" };
  const name = unitName(unit, basis);
  assert.match(name, /^frozen-phantom-repeat-0-fold-2-seed-3-[0-9a-f]{16}$/);
  const others = [
    unitName({ ...unit, profile: "quick" }, basis),
    unitName({ ...unit, changes: { epochs: 2 } }, basis),
    unitName({ ...unit, changes: { batchSize: 2 } }, basis),
    unitName({ ...unit, seed: 4 }, basis),
    unitName({ ...unit, folds: { ...unit.folds, k: 4 } }, basis),
    unitName({ ...unit, folds: { ...unit.folds, deal: "random" } }, basis),
    unitName({ ...unit, folds: undefined }, basis),
    ...["code", "films", "weights"].map((key) => unitName(unit, { ...basis, [key]: "x" })),
  ];
  assert.equal(new Set([name, ...others]).size, others.length + 1);
  const sameAgain = { ...unit, changes: { learningRate: undefined, epochs: undefined } };
  assert.equal(unitName(sameAgain, basis), name);
});

Deno.test("filmsFingerprint() does not look at the drawn split", () => {
  const row = {
    path: "a.png",
    className: "Normal",
    patientId: "",
    group: "",
    sha256: "00",
    published: "" as const,
    split: "train" as const,
    clean: true,
    patient: true,
  };
  const print = filmsFingerprint([row]);
  assert.equal(filmsFingerprint([{ ...row, split: "test" }]), print);
  assert.notEqual(filmsFingerprint([{ ...row, className: "COVID-19" }]), print);
  assert.notEqual(filmsFingerprint([{ ...row, group: "1" }]), print);
});

Deno.test("chunkUnits() shares light units out evenly, and leaves others alone", () => {
  const units = (recipe: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      recipe,
      profile: "full",
      changes: {},
      seed: i,
      name: `${recipe}-${i}`,
    }));
  const sizes = (recipe: string, options: { slots: number; chunk: number }, count = 25) =>
    chunkUnits(units(recipe, count), options).map((chunk) => chunk.units.length);
  assert.deepEqual(sizes("frozen:phantom", { slots: 2, chunk: 0 }), [13, 12]);
  assert.deepEqual(sizes("frozen:phantom", { slots: 4, chunk: 0 }), [7, 6, 6, 6]);
  assert.deepEqual(sizes("frozen:phantom", { slots: 16, chunk: 0 }, 3), [1, 1, 1]);
  assert.deepEqual(sizes("fine-tuned:phantom", { slots: 2, chunk: 0 }, 3), [2, 1]);
  assert.deepEqual(sizes("A", { slots: 2, chunk: 0 }, 3), [1, 1, 1]);
  assert.deepEqual(sizes("A", { slots: 2, chunk: 2 }, 5), [2, 2, 1]);
  const chunks = chunkUnits([...units("A", 3), ...units("E", 3)], { slots: 1, chunk: 9 });
  assert.deepEqual(chunks.flatMap(({ units }) => units.map(({ name }) => name)), [
    ...["A-0", "A-1", "A-2", "E-0", "E-1", "E-2"],
  ]);
  assert.deepEqual(chunks.map(({ id }) => id), ["A-0-and-2-more", "E-0-and-2-more"]);
});
