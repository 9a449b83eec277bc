import { join } from "@std/path";
import { counterPictures } from "../data/counter_pictures.ts";
import { filmLook } from "../data/film_look.ts";
import { checkFilm, type FilmLook, type Gate } from "../data/gate.ts";
import { listFiles } from "../data/list_files.ts";
import { mapParallel } from "../data/map_parallel.ts";
import { type ResultRow, resultRow } from "../evaluation/result_row.ts";
import { wilsonInterval } from "../evaluation/wilson_interval.ts";
import type { Study } from "../experiments/study.ts";
import { writeTopic } from "../experiments/topic_results.ts";
import { seededRandom } from "../random/seeded.ts";

/** Options of {@linkcode gateStudy}. */
export interface GateStudyOptions {
  /** The gate, such as a bundle's. */
  gate: Gate;
  profile: string;
  /** Seed of the pictures drawn. */
  seed: number;
  /** Folder of other pictures, a folder a kind: `photographs/…`, `ct/…`. */
  others?: string;
  /** Version of the code, for the table. */
  commit?: string;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Counts what a gate refuses: of real test films, which it should let through; of the same films
 * inverted, upside down and on their side, of pictures drawn, and of a folder's pictures, which it
 * should not. Writes the topic `gate`.
 *
 * What is drawn is of the kinds that the gate was made with, from another seed; only a folder of other
 * pictures tells how it meets what it has never seen.
 *
 * @param study The study.
 * @param options See {@linkcode GateStudyOptions}.
 * @returns Rows: experiment `gate`, a kind each in `subgroup`, metric `refused` with Wilson's interval.
 * @throws {Error} Where a film or picture cannot be read, naming it.
 *
 * @example
 * ```ts ignore
 * import { gateStudy } from "lib/protocol/gate_study.ts";
 * await gateStudy(study, { gate, profile: "quick", seed: 1, others: "pictures" });
 * ```
 */
export async function gateStudy(
  { out, set, split }: Study,
  { gate, profile, seed, others, commit = "", onProgress, signal }: GateStudyOptions,
): Promise<ResultRow[]> {
  const films = split.filter((row) => row.split === "test" && row.clean);
  const read = (path: string) => Deno.readFile(path).then(filmLook);
  const looks = await mapParallel(films, ({ path }) => read(join(set.root, path)), {
    onProgress,
    signal,
  });
  const changed = (change: (thumbnail: Uint8Array) => Uint8Array) =>
    looks.map((look) => ({ ...look, thumbnail: change(look.thumbnail) }));
  const drawn = counterPictures(looks.map(({ thumbnail }) => thumbnail), {
    count: 200,
    random: seededRandom(seed + 1000),
  });
  const kinds: [string, FilmLook[]][] = [
    ["real-held-out", looks],
    ["inverted", changed((thumbnail) => thumbnail.map((grey) => 255 - grey))],
    ["upside-down", changed((thumbnail) => thumbnail.toReversed())],
    [
      "on-side",
      changed((thumbnail) => thumbnail.map((_, i) => thumbnail[(63 - i % 64) * 64 + (i >> 6)])),
    ],
    [
      "drawn",
      drawn.filter(({ film }) => film < 0)
        .map(({ thumbnail }) => ({ thumbnail, width: 500, height: 500, colour: 0 })),
    ],
  ];
  if (others !== undefined) {
    const files = (await listFiles(others)).filter(({ path }) => path.includes("/"));
    const found = await mapParallel(files, async ({ path }) => {
      return { kind: path.split("/")[0], look: await read(join(others, path)) };
    }, { signal });
    for (const kind of [...new Set(found.map(({ kind }) => kind))].sort()) {
      kinds.push([kind, found.filter((each) => each.kind === kind).map(({ look }) => look)]);
    }
  }
  const rows = kinds.map(([subgroup, list]) => {
    const refused = list.filter((look) => checkFilm(gate, look).length > 0).length;
    const [ciLow, ciHigh] = wilsonInterval({ successes: refused, n: list.length });
    return resultRow({
      experiment: "gate",
      model: gate.kind,
      data: set.name,
      split: "test-clean",
      seed,
      subgroup,
      n: list.length,
      metric: "refused",
      value: refused / list.length,
      ciLow,
      ciHigh,
      ciMethod: "wilson",
      profile,
      commit,
    });
  });
  await writeTopic(out, "gate", rows);
  return rows;
}
