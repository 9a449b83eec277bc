import { join } from "@std/path";
import { isFile } from "../data/is_file.ts";
import { listFolder } from "../data/list_folder.ts";
import type { SplitRow } from "../data/split.ts";
import type { ResultRow } from "../evaluation/result_row.ts";
import { readResults } from "../evaluation/results.ts";
import { resultKey } from "../evaluation/sort_results.ts";
import { type ModelPredictions, readFloors, readModels } from "../experiments/collect_results.ts";
import { readFilmMaps } from "../experiments/film_maps.ts";
import { labelsOf } from "../experiments/labels_of.ts";
import { openStudy } from "../experiments/study.ts";
import { readTopics } from "../experiments/topic_results.ts";
import type { BundleInfo } from "../models/bundle_info.ts";
import { type ControlsRecord, readControls } from "../protocol/controls_record.ts";
import { parseBundleInfo } from "../models/parse_bundle_info.ts";

/** A trained model of a folder of results, with what its bundle says of itself. */
export interface RunFacts {
  /** The model's predictions, seed and task. */
  model: ModelPredictions;
  /** `undefined` where the bundle is gone or cannot be read. */
  info: BundleInfo | undefined;
  /** What the bundle says that it may not be used for; `""` where it says nothing. */
  notice: string;
}

/** Everything that a folder of results holds, as far as the checks ask. */
export interface StudyFacts {
  out: string;
  /** Name of the set. */
  data: string;
  split: SplitRow[];
  runs: RunFacts[];
  floors: ModelPredictions[];
  /** `results.csv` and all topics, each figure once. */
  rows: ResultRow[];
  /** Of runs that have maps: how many test films they call wrongly, and how many of these have one. */
  errorMaps: { experiment: string; seed: number; errors: number; mapped: number }[];
  /** What controls came to, in words, recipe by recipe. */
  controls: ControlsRecord[];
  /** Files below the folder that the checks ask about, relative to it, with `/`. */
  files: ReadonlySet<string>;
  /** Texts of the cards, by experiment. */
  cards: ReadonlyMap<string, string>;
}

/** Folders that are looked through for files. */
const FOLDERS = ["cards", "self-assessment"];

/**
 * Gathers what a folder of results holds.
 *
 * @param out Folder of the results; the notebook 01 must have begun it.
 * @returns The facts; what is missing is empty, not an error.
 * @throws {Error} Where the folder holds no study, or a file in it is damaged.
 *
 * @example
 * ```ts ignore
 * import { studyFacts } from "lib/report/study_facts.ts";
 * (await studyFacts("outputs/phantom-quick")).runs.length; // trained models
 * ```
 */
export async function studyFacts(out: string): Promise<StudyFacts> {
  const { set, split } = await openStudy(out);
  const models = await hasFolder(join(out, "experiments")) ? await readModels(out) : [];
  const trained = models.filter(({ run }) => run !== undefined);
  const runs = await Promise.all(trained.map(async (model): Promise<RunFacts> => {
    const file = join(model.run!.dir, "model", "bundle.json");
    const text = await Deno.readTextFile(file).catch(() => undefined);
    if (text === undefined) return { model, info: undefined, notice: "" };
    const { notice = "" } = JSON.parse(text) as { notice?: string };
    return { model, info: parseBundleInfo(text).info, notice };
  }));
  const files = new Set<string>();
  for (const folder of FOLDERS) await listInto(files, out, folder);
  for (const file of ["datasheet.md", "results.csv", "audit.html"]) {
    if (await isFile(join(out, file))) files.add(file);
  }
  const cards = new Map<string, string>();
  for (const file of files) {
    const name = file.match(/^cards\/(.+)\.md$/)?.[1];
    if (name) cards.set(name, await Deno.readTextFile(join(out, file)));
  }
  return {
    ...{ out, data: set.name, split, runs, files, cards },
    errorMaps: await mapsOfErrors(out, runs, split),
    controls: await readControls(out),
    floors: await readFloors(out),
    rows: await allRows(out, files),
  };
}

async function mapsOfErrors(
  out: string,
  runs: readonly RunFacts[],
  split: SplitRow[],
): Promise<StudyFacts["errorMaps"]> {
  const found: StudyFacts["errorMaps"] = [];
  for (const { model } of runs) {
    const { experiment, seed } = model;
    const mapped = new Set((await readFilmMaps(out, { experiment, seed })).map(({ path }) => path));
    if (mapped.size === 0) continue;
    const { films, yTrue, yPred } = labelsOf(model, { split }, "test");
    const wrong = films.filter((_, i) => yTrue[i] !== yPred[i]);
    const shown = wrong.filter(({ path }) => mapped.has(path)).length;
    found.push({ experiment, seed, errors: wrong.length, mapped: shown });
  }
  return found;
}

/** The models' own figures and those of all topics; `results.csv` may hold the topics, too. */
async function allRows(out: string, files: ReadonlySet<string>): Promise<ResultRow[]> {
  const topics = await readTopics(out);
  const own = files.has("results.csv") ? await readResults(join(out, "results.csv")) : [];
  const seen = new Set(topics.map(resultKey));
  return [...topics, ...own.filter((row) => !seen.has(resultKey(row)))];
}

async function listInto(files: Set<string>, out: string, folder: string): Promise<void> {
  for (const entry of await listFolder(join(out, folder))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isFile) files.add(path);
    if (entry.isDirectory) await listInto(files, out, path);
  }
}

async function hasFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then((stat) => stat.isDirectory, () => false);
}
