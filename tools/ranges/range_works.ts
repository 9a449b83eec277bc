import { join } from "@std/path";
import { inspectFilm, type SeenFilm } from "lib/data/inspect_film.ts";
import { writeInspections } from "lib/data/inspection_cache.ts";
import { mapParallel } from "lib/data/map_parallel.ts";
import { startEngine } from "lib/engine/start.ts";
import { predictFilms } from "lib/experiments/predict_films.ts";
import { bundleFingerprint } from "lib/models/bundle_fingerprint.ts";
import { loadBundle } from "lib/models/model_bundle.ts";
import { writeAnswers } from "lib/report/film_answers.ts";
import type { RangeFilms, RangeUnit, RangeWork } from "lib/sweep/range_unit.ts";
import { extractFeatures } from "../extract_features.ts";
import { findBundles } from "../predict/find_bundles.ts";

/** What a work on a range of films is told. */
export interface RangeContext {
  /** Folder that the result goes into. */
  dir: string;
  /** Folder of pretrained backbones. */
  weights: string;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** One kind of work. */
interface Work {
  /** File of the result in the unit's folder. */
  file: string;
  /** The module whose code, with all that it imports, the result depends on. */
  entry: string;
  run: (set: RangeFilms, unit: RangeUnit, context: RangeContext) => Promise<void>;
}

/** What can be done with a range of films, beside training. */
export const RANGE_WORKS: Readonly<Record<RangeWork, Work>> = {
  audit: { file: "inspections.parquet", entry: "lib/data/inspect_film.ts", run: inspectRange },
  features: {
    file: "features.parquet",
    entry: "lib/training/write_film_features.ts",
    run: featuresRange,
  },
  evaluate: { file: "answers.csv", entry: "lib/experiments/predict_films.ts", run: evaluateRange },
};

/** Opens films as an audit does; one that cannot be read is left to the audit, which says why. */
async function inspectRange(
  { root, films }: RangeFilms,
  { start, end }: RangeUnit,
  { dir, onProgress, signal }: RangeContext,
): Promise<void> {
  const seen = new Map<string, SeenFilm>();
  await mapParallel(films.slice(start, end), async ({ path }) => {
    const film = await inspectFilm(join(root, path)).catch(() => undefined);
    if (!film) return;
    const { sha256, format, width, height, view, thumbnail } = film;
    seen.set(sha256, { format, width, height, view, thumbnail });
  }, { onProgress, signal });
  await writeInspections(join(dir, RANGE_WORKS.audit.file), seen);
}

async function featuresRange(
  set: RangeFilms,
  { model, size, start, end }: RangeUnit,
  { dir, ...context }: RangeContext,
): Promise<void> {
  const file = join(dir, RANGE_WORKS.features.file);
  await extractFeatures(file, set, { ...context, backbone: model, size, range: [start, end] });
}

/** What the model says of each film, its gate and temperature included; figures come later. */
async function evaluateRange(
  { root, films }: RangeFilms,
  { model, start, end }: RangeUnit,
  { dir, onProgress, signal }: RangeContext,
): Promise<void> {
  await startEngine();
  const bundles = [];
  const paths = await findBundles(model);
  for (const path of paths) bundles.push(await loadBundle(path));
  try {
    const asked = films.slice(start, end).map(({ path }) => path);
    const results = await predictFilms(bundles, {
      films: asked.map((path) => join(root, path)),
      onProgress,
      signal,
    });
    const answers = new Map(asked.map((path, i) => [path, results[i]]));
    const file = join(dir, RANGE_WORKS.evaluate.file);
    const { classNames } = bundles[0].info;
    await writeAnswers(file, answers, { classNames, fingerprint: await bundleFingerprint(paths) });
  } finally {
    for (const { model } of bundles) model.dispose();
  }
}
