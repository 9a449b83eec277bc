import { findDuplicates } from "../data/duplicates.ts";
import type { Film } from "../data/manifest.ts";
import type { TrainingFilms } from "./training_films.ts";

/** A film that the model has seen in training, or whose patient it has. */
export interface OverlapFilm {
  /** Path in the set that is evaluated. */
  path: string;
  /** Path of the training film. */
  trainPath: string;
  /** What they have in common. */
  kind: "same file" | "same picture" | "same patient";
  /** Correlation of the thumbnails, `[.98, 1]`; `NaN` where pixels did not decide. */
  correlation: number;
}

/** What films from elsewhere share with the training films. */
export interface TrainingOverlap {
  /** One entry a film that is shared, in the set's order. */
  films: OverlapFilm[];
  /** What was compared; nothing where the training films are not known. */
  checked: "files and pictures" | "files" | "nothing";
  /** What was found and what was not checked, in words. */
  words: string[];
}

/**
 * Finds films that a model has seen in training: the same file, the same picture in another size,
 * contrast or format, or another film of a patient whom both sets know.
 *
 * @param set Films that are to be evaluated, with their thumbnails.
 * @param training The model's training films; `undefined` where nobody knows them.
 * @returns The films shared, and what could be checked.
 *
 * @example
 * ```ts
 * import { trainingOverlap } from "lib/report/training_overlap.ts";
 * trainingOverlap({ films: [], thumbnails: new Uint8Array() }, undefined).checked; // "nothing"
 * ```
 */
export function trainingOverlap(
  set: { films: readonly Film[]; thumbnails: Uint8Array },
  training: TrainingFilms | undefined,
): TrainingOverlap {
  if (training === undefined) {
    return {
      films: [],
      checked: "nothing",
      words: [
        "NOT CHECKED whether the model was trained on some of these very films: nothing beside it " +
        "says which films it was trained on. Name their folder with --train, or every figure here " +
        "may be too good",
      ],
    };
  }
  const byHash = new Map<string, string>();
  const byPatient = new Map<string, string>();
  for (const film of training.films) {
    for (const hash of [film.sha256, film.originalSha256]) {
      if (hash) byHash.set(hash.slice(0, HASH), film.path);
    }
    if (film.patientId) byPatient.set(film.patientId, film.path);
  }
  const byPicture = samePictures(set, training);
  const films = set.films.flatMap((film, i): OverlapFilm[] => {
    const { path } = film;
    const file = byHash.get(film.sha256.slice(0, HASH)) ??
      byHash.get((film.originalSha256 || "").slice(0, HASH));
    if (file !== undefined) {
      return [{ path, trainPath: file, kind: "same file", correlation: NaN }];
    }
    const picture = byPicture.get(i);
    if (picture) return [{ path, kind: "same picture", ...picture }];
    const patient = byPatient.get(film.patientId || "");
    if (patient === undefined) return [];
    return [{ path, trainPath: patient, kind: "same patient", correlation: NaN }];
  });
  const checked = training.numOpened > 0 ? "files and pictures" : "files";
  return { films, checked, words: describe(films, { set, training }) };
}

/** Letters of a hash that are compared: as many as a bundle keeps; a chance of 2⁻⁶⁴ a pair. */
const HASH = 16;

/** The training film most like each film, where it is the same picture. */
function samePictures(
  set: { films: readonly Film[]; thumbnails: Uint8Array },
  training: TrainingFilms,
): Map<number, { trainPath: string; correlation: number }> {
  const both = new Uint8Array(set.thumbnails.length + training.thumbnails.length);
  both.set(set.thumbnails);
  both.set(training.thumbnails, set.thumbnails.length);
  const n = set.films.length;
  const best = new Map<number, { trainPath: string; correlation: number }>();
  for (const { a, b, correlation } of findDuplicates(both)) {
    if (a >= n || b < n || correlation <= (best.get(a)?.correlation ?? 0)) continue;
    best.set(a, { trainPath: training.films[b - n].path, correlation });
  }
  return best;
}

function describe(
  films: readonly OverlapFilm[],
  { set, training }: { set: { films: readonly Film[] }; training: TrainingFilms },
): string[] {
  const count = (kind: OverlapFilm["kind"]) => films.filter((film) => film.kind === kind).length;
  const { films: { length: n }, numOpened, basis } = training;
  const known = (all: readonly Film[]) => all.filter(({ patientId }) => patientId !== "").length;
  return [
    films.length === 0
      ? `None of the ${set.films.length} films is among the ${n} training films (${basis})`
      : `${films.length} of ${set.films.length} films left out, since the model knows them from ` +
        `training (${basis}): ${count("same file")} the same file, ${count("same picture")} the ` +
        `same picture, ${count("same patient")} another film of a training patient`,
    ...(numOpened < n
      ? [
        `NOT CHECKED for near copies of ${
          n - numOpened
        } of the ${n} training films: their pictures are ` +
        "not at hand, only exact copies were looked for",
      ]
      : []),
    `Patients are known of ${known(set.films)} of these films and of ${known(training.films)} ` +
    "training films; a shared patient among the others goes unnoticed",
  ];
}
