import { startEngine } from "../engine/start.ts";
import type { TaskFilm } from "../experiments/task_films.ts";
import type { Task } from "../experiments/task.ts";
import { openBackbone } from "../training/open_backbone.ts";
import { chooseHead, type FeatureSet, judgeByHeads } from "./choose_head.ts";
import { type FeatureSource, featureSources } from "./feature_sources.ts";
import type { FitFoldOptions, FoldRecipe } from "./fold_recipe.ts";

/** Options of {@linkcode nestedRecipe}. */
export interface NestedRecipeOptions {
  /** Folder of the films. */
  set: { root: string };
  /** Names of the backbones to choose from. */
  backbones: readonly string[];
  weightsDir: string;
  /** Folders of decoded films, of features, and of the phantom backbone. */
  cacheDir: string;
  featuresDir: string;
  backbonesDir: string;
  /** Heights and widths to choose from, in pixels. */
  imageSizes: readonly [number, number][];
  /** Inverse strengths of the penalty to choose from. @default [30, 300] */
  cs?: readonly number[];
  /** Number of inner folds. @default 5 */
  innerFolds?: number;
  /** How many of the best candidates answer together, their log probabilities averaged. @default 10 */
  numHeads?: number;
}

/**
 * Nested cross-validation's recipe: backbones, layers, size of the films and penalty are all chosen
 * anew inside each fold, by grouped cross-validation on its training films, and only then tested.
 *
 * What is chosen from: of each backbone the last layer, or several layers, pooled, at one size or at
 * all sizes; the same of all backbones together; each with every penalty. Heads are logistic
 * regressions on standardised features. The best few answer together.
 *
 * @param task What is told apart.
 * @param options See {@linkcode NestedRecipeOptions}.
 * @returns The recipe `nested`, or `nested:<task>` for others than the three classes; what each fold
 *   chose stands in its notes.
 *
 * @example
 * ```ts ignore
 * import { crossValidate } from "lib/protocol/cross_validate.ts";
 * import { nestedRecipe } from "lib/protocol/nested_recipe.ts";
 * using recipe = nestedRecipe(threeClasses, { ...study, backbones, ...caches, imageSizes });
 * await crossValidate(recipe, { ...study, repeats: 5, seed: 1 });
 * ```
 */
export function nestedRecipe(task: Task, options: NestedRecipeOptions): FoldRecipe {
  const { cs = [30, 300], innerFolds = 5, numHeads = 10, backbones, imageSizes } = options;
  let sources: FeatureSource[] | undefined;
  return {
    id: task.id === "three-classes" ? "nested" : `nested:${task.id}`,
    title: "Backbone, layers, size and penalty chosen inside each fold",
    model: "chosen",
    task,
    settings: { version: 4, backbones, imageSizes, cs, innerFolds, numHeads },
    holdOutValidation: false,
    async fitFold(films, { seed, onProgress, signal }) {
      sources ??= await loadSources(films, options, { seed, onProgress, signal });
      const indicesOf = (isTest: boolean) =>
        films.flatMap(({ part }, i) => (part === "test") === isTest ? [i] : []);
      const inner = {
        sources,
        train: indicesOf(false),
        labels: films.map(({ className }) => task.classNames.indexOf(className)),
        groups: films.map(({ group, path }) => group || path),
        numClasses: task.classNames.length,
        signal,
      };
      const ranked = await chooseHead({
        ...inner,
        sets: featureSets(sources),
        cs,
        k: innerFolds,
        seed,
        onProgress: (done, total) => onProgress?.(total / 2 + done, 2 * total, "choosing"),
      });
      const chosen = ranked.slice(0, numHeads);
      const answers = await judgeByHeads(chosen, { ...inner, judged: indicesOf(true) });
      return {
        probabilities: joinAnswers(answers),
        notes: {
          chosen: chosen.map(({ features, c, loss }) => ({ features: features.name, c, loss })),
        },
      };
    },
    [Symbol.dispose]() {
      sources = undefined;
    },
  };
}

/** Geometric means of the heads' probabilities: an average of their logits. */
function joinAnswers(answers: readonly number[][][]): number[][] {
  return answers[0].map((row, i) => {
    const logs = row.map((_, k) =>
      answers.reduce((sum, rows) => sum + Math.log(Math.max(rows[i][k], 1e-12)), 0) /
      answers.length
    );
    const powers = logs.map(Math.exp);
    const total = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / total);
  });
}

/**
 * Lists what features can be chosen from.
 *
 * @param sources What there is, the last layer of a network and size first.
 * @returns Of each network the last layer and several, at each size and at all; the same of all
 *   networks together; no set twice.
 *
 * @example
 * ```ts
 * import { featureSets } from "lib/protocol/nested_recipe.ts";
 * const source = { backbone: "phantom", imageSize: [96, 96] as [number, number], rows: [] };
 * const sources = [{ ...source, layer: "last" }, { ...source, layer: "earlier" }];
 * featureSets(sources).map(({ name }) => name);
 * // ["phantom 96, last layer", "phantom 96, several layers"]
 * ```
 */
export function featureSets(sources: readonly FeatureSource[]): FeatureSet[] {
  const names = [...new Set(sources.map(({ backbone }) => backbone))];
  const sizes = [...new Set(sources.map(({ imageSize }) => imageSize[0]))];
  const isLast = (i: number) =>
    sources.findIndex(({ backbone, imageSize }) =>
      backbone === sources[i].backbone && imageSize[0] === sources[i].imageSize[0]
    ) === i;
  const found = new Map<string, FeatureSet>();
  for (const size of [...sizes, undefined]) {
    for (const backbone of [...names, undefined]) {
      for (const depth of ["last layer", "several layers"]) {
        const own = [...sources.keys()].filter((i) =>
          (size === undefined || sources[i].imageSize[0] === size) &&
          (backbone === undefined || sources[i].backbone === backbone) &&
          (depth === "several layers" || isLast(i))
        );
        const name = `${backbone ?? "all backbones"} ${size ?? "all sizes"}, ${depth}`;
        if (!found.has(own.join())) found.set(own.join(), { name, sources: own });
      }
    }
  }
  return [...found.values()];
}

async function loadSources(
  films: readonly TaskFilm[],
  { set, backbones, imageSizes, backbonesDir, ...options }: NestedRecipeOptions,
  { seed, onProgress, signal }: FitFoldOptions,
): Promise<FeatureSource[]> {
  await startEngine({ seed });
  const sources: FeatureSource[] = [];
  const total = imageSizes.length * backbones.length;
  for (const [i, imageSize] of imageSizes.entries()) {
    for (const [j, name] of backbones.entries()) {
      const backbone = await openBackbone(name, {
        weightsDir: options.weightsDir,
        imageSize,
        cacheDir: backbonesDir,
        signal,
      });
      try {
        // Features are computed once: they count as a small part of the first fold.
        const before = i * backbones.length + j;
        sources.push(
          ...await featureSources(films, backbone, {
            ...options,
            ...set,
            onProgress: (done, all, text) => onProgress?.(before + done / all, 4 * total, text),
            signal,
          }),
        );
      } finally {
        backbone.model.dispose();
      }
    }
  }
  return sources;
}
