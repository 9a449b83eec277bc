import assert from "node:assert/strict";
import { reliabilityBins } from "lib/evaluation/reliability_bins.ts";
import { assertClose } from "./assert_close.ts";

// p = [.02, .05, .11, .15, .22, .27, .31, .38, .44, .52, .57, .63, .68, .74, .81, .86, .9, .93, .96, .99]
// y = [0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1]
// sklearn.calibration.calibration_curve(y, p, n_bins=4, strategy="quantile")
Deno.test("reliabilityBins() gives scikit-learn's quantile bins", () => {
  const p = [0.02, 0.05, 0.11, 0.15, 0.22, 0.27, 0.31, 0.38, 0.44, 0.52, 0.57, 0.63, 0.68, 0.74]
    .concat([0.81, 0.86, 0.9, 0.93, 0.96, 0.99]);
  const y = [0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1];
  const bins = reliabilityBins(y, p, { bins: 4 });
  [0.2, 0.4, 0.6, 0.8].forEach((share, i) => assertClose(bins[i].observed, share));
  [0.11, 0.384, 0.686, 0.928].forEach((mean, i) => assertClose(bins[i].predicted, mean));
  assert(bins.every(({ n, low, observed, high }) => n === 5 && low < observed && observed < high));
});

Deno.test("reliabilityBins() makes fewer bins of fewer films, none of none", () => {
  assert.equal(reliabilityBins([1, 0, 1], [0.5, 0.1, 0.9]).length, 3);
  assert.deepEqual(reliabilityBins([], []), []);
  assert.throws(() => reliabilityBins([1], []), /1 labels do not fit 0 probabilities/);
});
