import { fromFileUrl } from "@std/path";
import { progressLine } from "lib/display/progress.ts";
import { type FilmResult, predictFilms } from "lib/experiments/predict_films.ts";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import { loadBundle } from "lib/models/model_bundle.ts";
import type { ModelBundle } from "lib/models/open_bundle.ts";
import { answerLine, answerRows, answersJson, modelLines } from "./predict/describe_answers.ts";
import { expandPaths } from "./predict/expand_paths.ts";
import { findBundles, lastTrained } from "./predict/find_bundles.ts";
import { PREDICT_USAGE, predictOptions } from "./predict/predict_options.ts";
import { shownPath } from "./shown_path.ts";

const OUTPUTS = fromFileUrl(new URL("../outputs", import.meta.url));

/** From so many films on, a progress line tells how far it is. */
const MANY = 20;

/** Asks a model about films and says what it answers; gives the exit code. */
async function predict(args: string[], caller: string): Promise<number> {
  const options = predictOptions(args, caller);
  if (!options) {
    console.log(PREDICT_USAGE);
    return 0;
  }
  const films = await expandPaths(options.paths);
  const found = await findBundles(options.model ?? await lastTrained(OUTPUTS));
  const { startEngine } = await import("lib/engine/start.ts");
  await startEngine();
  const bundles: ModelBundle[] = [];
  for (const path of found) bundles.push(await loadBundle(path));
  const shown = (path: string) => shownPath(path, caller);
  const answering = { infos: bundles.map(({ info }) => info), paths: found.map(shown) };
  if (options.card && !options.json) await printCard(bundles);
  if (films.length === 0 && !options.json) return 0;

  if (!options.json) console.log(modelLines(answering).join("\n"));
  const isQuiet = options.json || films.length > MANY;
  const names = new Set<string>();
  const notDrawn: string[] = [];
  const report = films.length > MANY ? progressLine("Films judged") : undefined;
  const done = new Map<string, FilmResult>();
  let printed = 0;
  const results = await predictFilms(bundles, {
    films,
    onProgress: report,
    onResult: async (result) => {
      if (options.heatmap && result.answer?.className) {
        await drawHeatmap(result, { dir: options.heatmap, bundles, names })
          .catch((error) => notDrawn.push(`${shown(result.film)}: ${error.message}`));
      }
      done.set(result.film, result);
      while (!isQuiet && done.has(films[printed])) print(done.get(films[printed++])!); // in order
    },
  });
  function print(result: FilmResult): void {
    const film = shown(result.film);
    const line = answerLine({ ...result, film }, answering);
    if (result.error === undefined) console.log(line);
    else console.error(line.replace(result.film, film));
  }
  const named = results.map((result): FilmResult => {
    const film = shown(result.film);
    return result.answer
      ? { film, answer: result.answer }
      : { film, error: result.error.replace(result.film, film) };
  });
  if (options.json) {
    const card = options.card ? { card: bundles[0].info.card } : {};
    console.log(JSON.stringify({ ...answersJson(named, answering), ...card }, null, 2));
  } else if (isQuiet) results.forEach(print);
  if (options.csv) await writeTable(options.csv, answerRows(named, answering));

  const failed = results.filter(({ error }) => error !== undefined).length;
  const abstained = results.filter(({ answer }) => answer && !answer.className).length;
  if (!options.json) {
    if (results.length > 1) {
      const answered = results.length - failed - abstained;
      console.log(
        `${results.length} films: ${answered} answered, ${abstained} without an answer, ` +
          `${failed} not readable`,
      );
    }
    if (options.csv) console.log(`Table: ${shown(options.csv)}`);
    if (options.heatmap) console.log(`Heat maps: ${shown(options.heatmap)}`);
    console.log(NOT_FOR_DIAGNOSIS);
  }
  for (const line of notDrawn) console.error(`No heat map of ${line}`); // the answer stands
  return failed + notDrawn.length > 0 ? 1 : 0;
}

/** Draws one film's heat map, under a name of its own. */
async function drawHeatmap(
  { film, answer }: FilmResult,
  { dir, bundles, names }: { dir: string; bundles: ModelBundle[]; names: Set<string> },
): Promise<void> {
  const { basename } = await import("@std/path");
  const { writeHeatmap } = await import("./predict/write_heatmap.ts");
  let name = basename(film);
  for (let i = 2; names.has(name); i++) name = `${basename(film)}-${i}`;
  names.add(name);
  await writeHeatmap(dir, { film, answer: answer!, bundles, name });
}

async function printCard([{ info }]: readonly ModelBundle[]): Promise<void> {
  const { cardSections } = await import("lib/models/model_card.ts");
  for (const { heading, lines } of cardSections(info)) {
    console.log([heading, ...lines.map((line) => `  ${line}`)].join("\n"));
  }
  console.log(NOT_FOR_DIAGNOSIS);
}

async function writeTable(file: string, rows: Record<string, string | number>[]): Promise<void> {
  const { formatCsv } = await import("lib/data/csv.ts");
  const { writeFileAtomic } = await import("lib/data/write_file.ts");
  await writeFileAtomic(file, formatCsv(rows));
}

if (import.meta.main) {
  try {
    Deno.exit(await predict(Deno.args, Deno.env.get("INIT_CWD") ?? Deno.cwd()));
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(1);
  }
}
