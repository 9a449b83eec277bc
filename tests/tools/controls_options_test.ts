import assert from "node:assert/strict";
import { CONTROLS_USAGE, controlsOptions } from "../../tools/controls_options.ts";

const places = { caller: "/home/me", weights: "/weights" };
const read = (...args: string[]) => controlsOptions(args, places);

Deno.test("controlsOptions() has defaults for everything", () => {
  assert.deepEqual(read(), {
    data: ["phantom"],
    out: "/home/me/outputs/controls",
    recipe: "frozen:mobilenet-v1",
    lungsDir: undefined,
    masks: undefined,
    places: false,
    k: 5,
    repeats: 5,
    seed: 1,
    splitSeed: 1,
    profile: "full",
    weightsDir: "/weights",
  });
});

Deno.test("controlsOptions() reads folders from where the user typed them", () => {
  const options = read("--data", "a,/b,phantom,~/c", "--lungs", "lungs", "--masks", "lungs-only");
  assert.deepEqual(options!.data, ["/home/me/a", "/b", "phantom", "~/c"]);
  assert.equal(options!.lungsDir, "/home/me/lungs");
  assert.deepEqual(options!.masks, ["lungs-only"]);
  assert.deepEqual(read("--masks", "", "--sources", "places")!.masks, []);
  assert.equal(read("--sources", "places")!.places, true);
});

Deno.test("controlsOptions() gives nothing where help is asked for, which names every control", () => {
  assert.equal(read("--help"), undefined);
  for (const name of ["frame-only", "lungs-only", "lungs-erased", "lung-outline"]) {
    assert.ok(CONTROLS_USAGE.includes(name));
  }
});

Deno.test("controlsOptions() throws for what cannot be", () => {
  const cases: [string[], RegExp][] = [
    [["--recipe", "Z"], /^Unknown recipe "Z": expected one of /],
    [["--masks", "nose"], /^Unknown control "nose": expected one of frame-only, lungs-only/],
    [["--repeats", "0"], /^Expected --repeats to be a whole number from 1 but found "0"$/],
    [["--folds", "1.5"], /^Expected --folds to be a whole number from 2 but found "1.5"$/],
    [["--profile", "slow"], /^Expected --profile full or quick but found "slow"$/],
    [["--sources", "nose"], /^Expected --sources sets or places but found "nose"$/],
    [["--colour", "x"], /^Unknown option '--colour'; see --help$/],
  ];
  for (const [args, message] of cases) {
    assert.throws(() => read(...args), { name: "RangeError", message });
  }
});
