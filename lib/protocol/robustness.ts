import { join } from "@std/path";
import { type Corruption, CORRUPTIONS } from "../data/corruptions/corruptions.ts";
import type { GreyFilm } from "../data/corruptions/grey_film.ts";
import { stretchFilm } from "../data/corruptions/recode.ts";
import { decodeFilm, readFilmHeader } from "../data/decode_film.ts";
import { THUMBNAIL_SIZE } from "../data/inspect_film.ts";
import { readTextIfThere } from "../data/read_text_if_there.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import { answerFilm } from "../models/answer_film.ts";
import type { ModelBundle } from "../models/open_bundle.ts";
import { deriveSeed } from "../random/derive_seed.ts";

/** What a model says of the films after a change. */
export interface RobustnessAnswers {
  /** `none`, or the change and its severity: `jpeg-quality=30`. */
  control: string;
  /** In the films' order. */
  answers: { path: string; probabilities: number[]; refused: boolean }[];
}

/** Options of {@linkcode robustness}. */
export interface RobustnessOptions {
  /** Changes, by their names in `CORRUPTIONS`; all where left out. */
  corruptions?: readonly string[];
  /** `quick`: the few severities of a quick look. */
  profile: string;
  /** Seed of the noise. */
  seed: number;
  /** Folder in which answers are kept, severity by severity: those that are there are read back. */
  dir: string;
  /** Identifies model and films, so that answers of others are not read. */
  fingerprint: string;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/** Counts up when the same film and severity would give other pixels. */
const VERSION = 1;

/** Films are changed at this size: a longer side is shortened to it first. */
const LONGEST_SIDE = 512;

/**
 * Asks a model about films that are changed more and more: each severity a pure function of the film's
 * grey levels, before it is brought to the network's size.
 *
 * What a change does to a film here is not what another machine would do; a model that stands these
 * may still fall elsewhere.
 *
 * @param bundles The model, or several that answer together.
 * @param set Folder and films.
 * @param options Changes, folder, seed.
 * @returns The answers, unchanged films first.
 * @throws {RangeError} Where a change is unknown, naming those that are known.
 * @throws {Error} Where a film cannot be read, naming it.
 *
 * @example
 * ```ts ignore
 * import { robustness } from "lib/protocol/robustness.ts";
 * await robustness([bundle], set, { profile: "quick", seed: 1, dir, fingerprint });
 * ```
 */
export async function robustness(
  bundles: readonly ModelBundle[],
  set: { root: string; films: readonly { path: string }[] },
  options: RobustnessOptions,
): Promise<RobustnessAnswers[]> {
  const steps = stepsOf(options);
  const all: RobustnessAnswers[] = [];
  let films: GreyFilm[] | undefined;
  for (const [i, step] of steps.entries()) {
    options.signal?.throwIfAborted();
    const file = join(options.dir, `${step.control}.json`);
    const about = JSON.stringify([VERSION, options.fingerprint, options.seed, step.control]);
    let answers = await readAnswers(file, about);
    if (!answers) {
      films ??= await readFilms(set, options.signal);
      answers = [];
      for (const [k, { path }] of set.films.entries()) {
        options.signal?.throwIfAborted();
        const seed = deriveSeed(options.seed, `${step.control} ${path}`);
        const film = step.corruption
          ? await step.corruption.apply(films[k], step.severity, seed)
          : films[k];
        answers.push({ path, ...await ask(bundles, film) });
      }
      await writeFileAtomic(file, JSON.stringify({ about, answers }) + "\n");
    }
    all.push({ control: step.control, answers });
    options.onProgress?.(i + 1, steps.length, step.control);
  }
  return all;
}

interface Step {
  control: string;
  corruption?: Corruption;
  severity: number;
}

function stepsOf({ corruptions = Object.keys(CORRUPTIONS), profile }: RobustnessOptions): Step[] {
  const steps: Step[] = [{ control: "none", severity: NaN }];
  for (const name of corruptions) {
    const corruption = CORRUPTIONS[name];
    if (!corruption) {
      const known = Object.keys(CORRUPTIONS).join(", ");
      throw new RangeError(`Cannot change films by "${name}": expected one of ${known}`);
    }
    for (const severity of profile === "full" ? corruption.severities : corruption.quick) {
      steps.push({ control: `${name}=${severity}`, corruption, severity });
    }
  }
  return steps;
}

async function readFilms(
  { root, films }: { root: string; films: readonly { path: string }[] },
  signal?: AbortSignal,
): Promise<GreyFilm[]> {
  const read: GreyFilm[] = [];
  for (const { path } of films) {
    signal?.throwIfAborted();
    const bytes = await Deno.readFile(join(root, path));
    const header = await readFilmHeader(bytes);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(header.height, header.width));
    const [height, width] = [header.height, header.width]
      .map((side) => Math.max(1, Math.round(side * scale)));
    read.push({ pixels: await decodeFilm(bytes, [height, width]), height, width });
  }
  return read;
}

async function ask(bundles: readonly ModelBundle[], film: GreyFilm) {
  const [height, width] = bundles[0].info.preprocessing.imageSize;
  const side = THUMBNAIL_SIZE;
  const { pixels } = await stretchFilm(film, { height, width });
  const thumbnail = (await stretchFilm(film, { height: side, width: side })).pixels;
  const look = { thumbnail, width: film.width, height: film.height, colour: 0 };
  const { probabilities, abstained } = await answerFilm(bundles, { pixels, look });
  return { probabilities, refused: abstained.length > 0 };
}

async function readAnswers(file: string, about: string) {
  const text = await readTextIfThere(file);
  const kept = text && JSON.parse(text) as RobustnessAnswers & { about: string };
  return kept && kept.about === about ? kept.answers : undefined;
}
