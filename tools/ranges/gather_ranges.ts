import { join } from "@std/path";
import { parseCsv } from "lib/data/csv.ts";
import { readInspections, writeInspections } from "lib/data/inspection_cache.ts";
import { seenFilmsFile } from "lib/experiments/seen_films.ts";
import { readAnswers, writeAnswers } from "lib/report/film_answers.ts";
import {
  modelLabel,
  type NamedRange,
  type RangeFilms,
  type RangeWork,
} from "lib/sweep/range_unit.ts";
import { readUnit } from "lib/sweep/unit_result.ts";
import { RANGE_WORKS } from "./range_works.ts";

/** What gathering needs to know. */
interface Gathering {
  /** Folder of the sweep. */
  out: string;
  set: RangeFilms;
}

/** What came of it: words, and the files that were written. */
interface Gathered {
  text: string;
  files: string[];
}

/**
 * Brings the results of all ranges together: features as the parts of one table in
 * `features/<backbone>/`, answers in `answers/<model>-<fingerprint>.csv`, and what an audit sees of
 * films in the cache, where every command that reads the set finds it.
 *
 * @param units All units of the sweep.
 * @param gathering Folder of the sweep, and its films.
 * @returns Words, with the command that comes next, and files.
 * @throws {Error} Where a file cannot be read or written.
 *
 * @example
 * ```ts ignore
 * import { gatherRanges } from "./gather_ranges.ts";
 * (await gatherRanges(units, { out, set })).files; // ["…/answers/E-5d414024.csv"]
 * ```
 */
export async function gatherRanges(
  units: readonly NamedRange[],
  { out, set }: Gathering,
): Promise<Gathered> {
  const done: NamedRange[] = [];
  for (const unit of units) if (await readUnit(join(out, "units", unit.name))) done.push(unit);
  const numFilms = done.reduce((sum, { start, end }) => sum + end - start, 0);
  const models = Map.groupBy(done, ({ model }) => model);
  const count = `${done.length} of ${units.length} ranges are done`;
  if (done.length === 0) return { text: count, files: [] };
  const { text, files } = await GATHER[done[0].work](models, { out, set });
  return { text: `${count}, ${numFilms} films\n${text}`, files };
}

const GATHER: Record<
  RangeWork,
  (models: Map<string, NamedRange[]>, gathering: Gathering) => Promise<Gathered>
> = { audit: gatherInspections, features: gatherFeatures, evaluate: gatherAnswers };

async function gatherInspections(
  models: Map<string, NamedRange[]>,
  { out, set }: Gathering,
): Promise<Gathered> {
  const cache = seenFilmsFile(set.root);
  const seen = new Map(await readInspections(cache));
  for (const file of resultsOf(models.get("")!, out)) {
    for (const [sha256, film] of await readInspections(file)) seen.set(sha256, film);
  }
  await writeInspections(cache, seen);
  return {
    text: `These films need not be decoded again: deno task audit ${set.root}`,
    files: [],
  };
}

async function gatherFeatures(
  models: Map<string, NamedRange[]>,
  { out, set }: Gathering,
): Promise<Gathered> {
  const files: string[] = [];
  const digits = String(set.films.length).length;
  for (const [model, units] of models) {
    const dir = join(out, "features", model);
    await Deno.remove(dir, { recursive: true }).catch(() => {}); // parts of another sweep's films
    await Deno.mkdir(dir, { recursive: true });
    for (const [i, file] of resultsOf(units, out).entries()) {
      const name = `${String(units[i].start).padStart(digits, "0")}-${units[i].end}.parquet`;
      // No second copy where the file system can name a file twice.
      await Deno.link(file, join(dir, name)).catch(() => Deno.copyFile(file, join(dir, name)));
    }
    files.push(dir);
  }
  return { text: "In Python: pandas.read_parquet(FOLDER); here: readFeatureTable(FOLDER)", files };
}

async function gatherAnswers(
  models: Map<string, NamedRange[]>,
  { out, set }: Gathering,
): Promise<Gathered> {
  const files: string[] = [];
  const commands: string[] = [];
  for (const [model, units] of models) {
    const results = resultsOf(units, out);
    const [row] = parseCsv(await Deno.readTextFile(results[0]));
    const of = { classNames: Object.keys(row).slice(1, -3), fingerprint: row.model };
    const answers = new Map();
    for (const file of results) {
      for (const [path, answer] of await readAnswers(file, of)) answers.set(path, answer);
    }
    // Two models may lie in folders of one name.
    const file = join(out, "answers", `${modelLabel(model)}-${row.model.slice(0, 8)}.csv`);
    await writeAnswers(file, answers, of);
    files.push(file);
    commands.push(`deno task evaluate --model ${model} --data ${set.root} --answers ${file}`);
  }
  return { text: ["What the answers are worth:", ...commands].join("\n  "), files };
}

function resultsOf(units: readonly NamedRange[], out: string): string[] {
  return units.map(({ work, name }) => join(out, "units", name, RANGE_WORKS[work].file));
}
