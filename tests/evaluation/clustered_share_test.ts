import assert from "node:assert/strict";
import { clusteredShare } from "lib/evaluation/clustered_share.ts";
import { wilsonInterval } from "lib/evaluation/wilson_interval.ts";

Deno.test("clusteredShare() gives a share with Wilson's interval, of some films only", () => {
  const groups = ["a", "b", "c", "d"];
  const share = clusteredShare([true, true, false, true], { metric: "m", groups });
  const [ciLow, ciHigh] = wilsonInterval({ successes: 3, n: 4 });
  assert.deepEqual(share, { metric: "m", value: 0.75, ciLow, ciHigh, ciMethod: "wilson" });
  const among = clusteredShare([true, true, false, true], {
    metric: "m",
    groups,
    among: (i) => i > 1,
  });
  assert.equal(among.value, 0.5);
});

Deno.test("clusteredShare() widens the interval where groups repeat, and is NaN without films", () => {
  const flags = [true, true, true, true, false, false];
  const alone = clusteredShare(flags, { metric: "m", groups: ["a", "b", "c", "d", "e", "f"] });
  const repeated = clusteredShare(flags, { metric: "m", groups: ["a", "a", "b", "b", "c", "c"] });
  assert.equal(repeated.ciMethod, "wilson-cluster");
  assert(repeated.ciHigh - repeated.ciLow > alone.ciHigh - alone.ciLow);
  const none = clusteredShare([], { metric: "m", groups: [] });
  assert(Number.isNaN(none.value) && Number.isNaN(none.ciLow) && none.ciMethod === "");
  assert.throws(
    () => clusteredShare([true], { metric: "m", groups: [] }),
    /1 films do not fit 0 groups/,
  );
});
