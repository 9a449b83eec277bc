import { join } from "@std/path";
import { createHash } from "node:crypto";
import { findLayout } from "lib/data/layouts/find_layout.ts";
import { listedFilms } from "lib/data/listed_films.ts";
import { listFiles } from "lib/data/list_files.ts";
import { makeFilm, writeManifest } from "lib/data/manifest.ts";
import { phantomFolder } from "lib/experiments/open_data.ts";
import { bundleFingerprint } from "lib/models/bundle_fingerprint.ts";
import { backboneWeights } from "lib/sweep/backbone_weights.ts";
import { codeFingerprint } from "lib/sweep/code_fingerprint.ts";
import {
  listRanges,
  type NamedRange,
  type RangeFilms,
  rangeName,
  type RangeWork,
} from "lib/sweep/range_unit.ts";
import { evenChunks } from "lib/sweep/sweep_chunk.ts";
import type { SweepSpec } from "lib/sweep/sweep_spec.ts";
import { checkBackboneName } from "lib/training/open_backbone.ts";
import { openSets } from "../open_sets.ts";
import type { PlanSweepOptions, SweepPlan } from "../sweep/plan_sweep.ts";
import { findBundles } from "../predict/find_bundles.ts";
import { gatherRanges } from "./gather_ranges.ts";
import { RANGE_WORKS } from "./range_works.ts";

/**
 * Parts a set of films into ranges, and names the result of each.
 *
 * Audits list the files and open none. Other work takes a manifest at its word where it gives
 * SHA-256 and group of every film, and opens all films otherwise.
 *
 * @param spec What is done; its folder of films is absolute.
 * @param options As `planSweep` has them.
 * @returns The plan.
 * @throws {RangeError} Where a backbone is unknown.
 * @throws {TypeError} Where a model or a backbone's weights are missing.
 *
 * @example
 * ```ts ignore
 * import { planRanges } from "./plan_ranges.ts";
 * (await planRanges(spec, { out: "/out/sweep", weights: "/weights" })).units.length; // 112
 * ```
 */
export async function planRanges(
  spec: SweepSpec,
  { out, weights, signal }: PlanSweepOptions,
): Promise<SweepPlan> {
  const work = spec.work as RangeWork;
  const models = new Map<string, string>([["", ""]]);
  for (const model of spec.models) models.set(model, await fingerprint(work, model, weights));
  const set = await findFilms(spec, signal);
  const { root, name } = set;
  const code = await codeFingerprint(undefined, RANGE_WORKS[work].entry);
  const units = listRanges({ ...spec, work }, set.films.length).map((unit): NamedRange => {
    const films = set.films.slice(unit.start, unit.end);
    return { name: rangeName(unit, { films, code, model: models.get(unit.model)! }), ...unit };
  });
  const hash = createHash("sha256").update(JSON.stringify([root, set.films]));
  const films = join(out, "films", `${hash.digest("hex").slice(0, 16)}.csv`);
  await writeManifest(films, set.films);
  return {
    units,
    file: { work, out, set: { root, name }, films, code, weights, keepModels: false },
    deal: (todo) => evenChunks(units.filter(({ name }) => todo.has(name)), spec.chunk || 1),
    gather: () => gatherRanges(units, { out, set }),
  };
}

async function fingerprint(work: RangeWork, model: string, weights: string): Promise<string> {
  if (work === "features") {
    checkBackboneName(model);
    return await backboneWeights(model, { weightsDir: weights, neededBy: "This sweep" });
  }
  return await bundleFingerprint(await findBundles(model));
}

async function findFilms(
  { work, data: [data], profile }: SweepSpec,
  signal?: AbortSignal,
): Promise<RangeFilms> {
  if (work !== "audit") {
    const listed = data === "phantom" ? undefined : await listedFilms(data);
    if (listed) return listed;
    return await openSets([data], { profile, signal });
  }
  const dir = data === "phantom" ? await phantomFolder({ profile, signal }) : data;
  const files = await listFiles(dir);
  const { root, films } = await findLayout(dir, files);
  // What is not opened yet is told apart by its size alone; an audit looks at the content itself.
  const bytes = new Map(files.map((file) => [join(dir, file.path), file.bytes]));
  return {
    root,
    name: "",
    films: [...films].sort((a, b) => a.path < b.path ? -1 : 1).map(({ path }) =>
      makeFilm({ path, className: "", split: "", originalBytes: bytes.get(join(root, path)) })
    ),
  };
}
