import type * as tf from "@tensorflow/tfjs";
import { resizeValues, type ValueGrid } from "../data/resize_values.ts";
import { ssim } from "../evaluation/ssim.ts";
import { energyInside } from "../explain/energy_inside.ts";
import { explainFilm, type Explanation } from "../explain/explain_film.ts";
import { randomiseWeights } from "../explain/randomise_weights.ts";

/** A film whose maps are checked. */
export interface ExplainedFilm {
  path: string;
  /** Grey levels at the network's size, `[0, 255]`, row by row. */
  pixels: Uint8Array;
  /** Class that is explained: its place. */
  classIndex: number;
  /** Lungs, 255 inside, of the film's size; left out where nobody knows them. */
  lungs?: Uint8Array;
}

/** Options of {@linkcode explanationChecks}. */
export interface ExplanationChecksOptions {
  /** Height and width of the films, in pixels. */
  imageSize: readonly [number, number];
  methods: readonly Explanation[];
  /** The same network trained with another seed. */
  repeated?: tf.LayersModel;
  /** The same network trained on shuffled labels. */
  randomLabels?: tf.LayersModel;
  /** Seed of the randomised weights. */
  seed: number;
  /** Stops on the way from the last layer to the first. @default 5 */
  stops?: number;
  onProgress?: (done: number, total: number, text: string) => void;
  signal?: AbortSignal;
}

/** One figure, a mean over films. */
export interface ExplanationFigure {
  method: Explanation;
  /** As the topic `explanation` names it. */
  metric: string;
  /** Films with a value. */
  n: number;
  value: number;
}

/** What came of the checks. */
export interface ExplanationOutcome {
  figures: ExplanationFigure[];
  /** Each film's maps by each way, the network as it is. */
  maps: { path: string; classIndex: number; method: Explanation; map: ValueGrid }[];
  /** The first film's maps while the network is destroyed, from the end to the beginning. */
  cascade: { method: Explanation; layer: string; map: ValueGrid }[];
}

/** Maps are compared at this size, whatever their own. */
const COMPARED = { height: 56, width: 56 };

/**
 * Checks whether maps say anything about what a network has learnt.
 *
 * Figures, each a mean over the films: `energy-in-lungs` beside `lung-area`, where lungs are known;
 * `ssim-after-randomising:<layer>`, the likeness of a film's map to the one after all layers from the
 * last to that one were destroyed; `ssim-random-labels`, to the map of a network that learnt shuffled
 * labels; `ssim-repeat`, to that of another training; `ssim-other-film`, to the next film's map, below
 * which nothing is alike; `ssim-again`, of the same made twice, which must be 1.
 *
 * A map that stays alike after the network is destroyed shows the film, not the network. A map that
 * passes all this is still no proof that the network is right.
 *
 * @param model The network; as before afterwards.
 * @param films Films, one or more.
 * @param options Ways, other networks, seed.
 * @returns Figures and maps.
 * @throws {RangeError} Where the network has no map to look at.
 *
 * @example
 * ```ts ignore
 * import { explanationChecks } from "lib/protocol/explanation_checks.ts";
 * await explanationChecks(model, films, { imageSize, methods: ["hires-cam"], seed: 1 });
 * ```
 *
 * @see Adebayo and others, "Sanity Checks for Saliency Maps", https://arxiv.org/abs/1810.03292
 */
export async function explanationChecks(
  model: tf.LayersModel,
  films: readonly ExplainedFilm[],
  options: ExplanationChecksOptions,
): Promise<ExplanationOutcome> {
  const { methods, imageSize, repeated, randomLabels, seed, stops = 5, signal } = options;
  const [height, width] = imageSize;
  const passes = 2 + stops + Number(!!repeated) + Number(!!randomLabels);
  let done = 0;
  const explain = async (network: tf.LayersModel, text: string) => {
    const maps = new Map<Explanation, ValueGrid[]>();
    for (const method of methods) {
      const found = [];
      for (const { pixels, classIndex } of films) {
        found.push(await explainFilm(network, pixels, { imageSize, classIndex, method, signal }));
      }
      maps.set(method, found);
    }
    options.onProgress?.(++done, passes, text);
    return maps;
  };
  const figures: ExplanationFigure[] = [];
  const add = (method: Explanation, metric: string, values: readonly number[]) => {
    const known = values.filter((value) => !Number.isNaN(value));
    const value = known.length > 0 ? known.reduce((a, b) => a + b) / known.length : NaN;
    figures.push({ method, metric, n: known.length, value });
  };
  const compare = (metric: string, a: Map<Explanation, ValueGrid[]>, b: typeof a) => {
    for (const method of methods) {
      add(method, metric, a.get(method)!.map((map, i) => likeness(map, b.get(method)![i])));
    }
  };

  const own = await explain(model, "maps");
  for (const method of methods) {
    const shares = films.map(({ lungs }, i) =>
      lungs && energyInside(own.get(method)![i], lungs, { height, width })
    ).filter((share) => share !== undefined);
    add(method, "energy-in-lungs", shares.map(({ energy }) => energy));
    add(method, "lung-area", shares.map(({ area }) => area));
    const next = own.get(method)!.slice(1);
    add(method, "ssim-other-film", next.map((map, i) => likeness(own.get(method)![i], map)));
  }
  compare("ssim-again", own, await explain(model, "the same again"));
  const cascade: ExplanationOutcome["cascade"] = [];
  await randomiseWeights(model, async (layer) => {
    const maps = await explain(model, `randomised down to ${layer}`);
    compare(`ssim-after-randomising:${layer}`, own, maps);
    for (const method of methods) cascade.push({ method, layer, map: maps.get(method)![0] });
  }, { seed, stops });
  if (repeated) compare("ssim-repeat", own, await explain(repeated, "another training"));
  if (randomLabels) {
    compare("ssim-random-labels", own, await explain(randomLabels, "shuffled labels"));
  }
  const maps = methods.flatMap((method) =>
    films.map(({ path, classIndex }, i) => ({ path, classIndex, method, map: own.get(method)![i] }))
  );
  return { figures, maps, cascade };
}

/** Likeness of two maps' structure, whatever their size; an empty map is like nothing. */
function likeness(a: ValueGrid, b: ValueGrid): number {
  if (![a, b].every(({ values }) => values.some((value) => value > 0))) return NaN;
  return ssim(resizeValues(a, COMPARED).values, resizeValues(b, COMPARED).values, COMPARED);
}
