import { progressLine } from "lib/display/progress.ts";
import { table } from "lib/display/table.ts";
import { coverageScenarios } from "lib/evaluation/coverage_scenarios.ts";
import { intervalCoverage } from "lib/evaluation/interval_coverage.ts";

/** Simulates how often the project's 95 % intervals hold the truth: [RUNS] [RESAMPLES]. */
if (import.meta.main) {
  const [runs, resamples] = [Deno.args[0] ?? "2000", Deno.args[1] ?? "1000"].map(Number);
  const scenarios = coverageScenarios({ resamples });
  const report = progressLine("Simulated");
  const rows = scenarios.map(({ name, truth, draw }, i) => {
    const found = intervalCoverage({ truth, draw, runs, seed: 1 });
    report(i + 1, scenarios.length, name);
    return { intervals: name, truth, ...found };
  });
  console.log(
    table(rows, {
      caption: `${runs} sets of films each, ${resamples} draws a bootstrap`,
      columns: [
        "intervals",
        "truth",
        "coverage",
        "standardError",
        "above",
        "below",
        "undefinedShare",
      ],
    }).text,
  );
}
