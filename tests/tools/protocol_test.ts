import assert from "node:assert/strict";
import { protocolOptions } from "../../tools/protocol_options.ts";

const PLACES = { caller: "/home/me", weights: "/weights" };

Deno.test("protocolOptions() reads what is asked for", () => {
  assert.deepEqual(
    protocolOptions(
      ["--data", "a,/b", "--out", "o", "--recipes", "A+,nested", "--deal", "grouped"],
      PLACES,
    ),
    {
      data: ["/home/me/a", "/b"],
      out: "/home/me/o",
      recipes: ["A+", "nested"],
      repeats: 5,
      folds: 5,
      deals: ["grouped"],
      permutations: 200,
      freeze: false,
      profile: "full",
      seed: 1,
      weights: "/weights",
    },
  );
  assert.equal(protocolOptions(["--out", "o", "--freeze"], PLACES)!.freeze, true);
  assert.equal(protocolOptions(["--help"], PLACES), undefined);
  assert.equal(protocolOptions([], PLACES), undefined);
});

Deno.test("protocolOptions() says what it expected", () => {
  const cases: [string[], RegExp][] = [
    [["--data", "a"], /Option --out is missing: name the folder of the results/],
    [["--out", "o", "--folds", "1"], /Option --folds is a whole number from 2, not "1"/],
    [["--out", "o", "--repeats", "x"], /Option --repeats is a whole number from 1, not "x"/],
    [["--out", "o", "--deal", "none"], /Option --deal is "grouped", "random" or both, not "none"/],
    [["--out", "o", "--profile", "slow"], /Option --profile is "quick" or "full", not "slow"/],
    [["--out", "o", "--fold", "3"], /Unknown option '--fold'/],
  ];
  for (const [args, message] of cases) {
    assert.throws(() => protocolOptions(args, PLACES), { name: "RangeError", message });
  }
});
