import { brierDecomposition } from "lib/evaluation/brier_decomposition.ts";
import { assertClose } from "./assert_close.ts";
import { COVID_SCORES, IS_COVID } from "./golden.ts";

Deno.test("brierDecomposition() equals scores of scikit-learn's isotonic recalibration", () => {
  // f = IsotonicRegression().fit(s, b).predict(s); score = lambda q: np.mean((q - b) ** 2)
  // score(s), score(s) - score(f), score(b.mean()) - score(f), score(b.mean())
  const parts = brierDecomposition(IS_COVID, COVID_SCORES);
  assertClose(Object.values(parts), [0.119125, 0.036625, 0.1275, 0.21]);
});

Deno.test("brierDecomposition() adds up, and finds nothing to mend in the prevalence itself", () => {
  const { brier, miscalibration, discrimination, uncertainty } = brierDecomposition(
    [0, 0, 0, 1],
    [.25, .25, .25, .25],
  );
  assertClose([miscalibration, discrimination], [0, 0]);
  assertClose(brier, miscalibration - discrimination + uncertainty);
});
