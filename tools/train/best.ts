import { join, resolve } from "@std/path";
import { parseArgs } from "node:util";
import { splitFilms } from "lib/data/split.ts";
import { stagedProgress } from "lib/display/staged_progress.ts";
import { cacheDir } from "lib/engine/native_library.ts";
import { startEngine } from "lib/engine/start.ts";
import { availableBackbones } from "lib/experiments/available_backbones.ts";
import { codeVersion } from "lib/experiments/code_version.ts";
import { beginStudy } from "lib/experiments/study.ts";
import { hasAllClasses } from "lib/experiments/task_films.ts";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import { bestFoldRows, sourceRows } from "lib/protocol/best_rows.ts";
import { BEST_MODELS } from "lib/protocol/best_models.ts";
import { mergeTopic } from "lib/protocol/merge_topic.ts";
import { trainBest } from "lib/protocol/train_best.ts";
import { openBackbone } from "lib/training/open_backbone.ts";
import { restyledFeatures } from "lib/training/restyled_features.ts";
import { openSets } from "../open_sets.ts";
import type { Places } from "../places.ts";
import { wholeNumber } from "../whole_number.ts";
import { describeBest } from "./describe_best.ts";

const USAGE = `deno task train best --data DIR[,DIR] --out DIR

Trains the models meant for films from elsewhere, on all sets together: COVID-19, normal or
pneumonia ("best"), and COVID-19 or anything else with a frozen threshold ("best-covid").

  --data DIR[,DIR]  folders of films, or "phantom" (the default); the more sources the better
  --out DIR         folder of the results
  --backbone NAME   frozen network (mobilenet-v1 where it is there)
  --weights DIR     folder of pretrained backbones (CXR_WEIGHTS, else data/weights)
  --draws N         how often each film is shown as another clinic might have made it (4)
  --seed N          seed of the restyling and the folds (1)
  --profile NAME    full (the default); quick: smaller films`;

/** `deno task train best`: models for films from elsewhere, and what they do on sources held out. */
export async function trainBestModels(
  args: string[],
  { caller, weights }: Places,
  signal: AbortSignal,
): Promise<void> {
  const options = parse(args);
  if (options.help) return console.log(USAGE);
  const { profile, seed, draws } = options;
  const names = options.data.split(",").filter((name) => name !== "");
  const set = await openSets(names, { profile, caller, signal });
  const split = splitFilms(set, { seed: 1 });
  const tasks = BEST_MODELS.filter(({ task }) => hasAllClasses(task, split));
  if (tasks.length === 0) {
    throw new RangeError(
      `Cannot train on "${set.name}": it needs films of COVID-19 and of something else`,
    );
  }
  const out = resolve(caller, options.out);
  await beginStudy({ out, set, split });
  await startEngine({ seed });
  const weightsDir = resolve(caller, options.weights ?? weights);
  const caches = { cacheDir: join(cacheDir(), "films"), featuresDir: join(cacheDir(), "features") };
  const progress = stagedProgress("Training best");
  const backbone = await openBackbone(options.backbone ?? await firstBackbone(weightsDir), {
    weightsDir,
    imageSize: profile === "quick" ? [96, 96] : [224, 224],
    cacheDir: join(cacheDir(), "backbones"),
    onProgress: progress,
    signal,
  });
  try {
    const views: Float32Array[][] = [];
    for (const draw of [undefined, ...Array.from({ length: draws }, (_, i) => i)]) {
      const text = draw === undefined ? "features" : `features restyled ${draw + 1} of ${draws}`;
      const onProgress = (done: number, total: number) => progress(done, total, text);
      views.push(
        await restyledFeatures(set, { ...caches, backbone, draw, seed, onProgress, signal }),
      );
    }
    const commit = await codeVersion();
    for (const { id, task } of tasks) {
      const model = await trainBest(set, {
        ...{ id, task, split, backbone, views, out, seed, profile, signal },
        dir: join(out, "experiments", id, `seed-${seed}`),
        cacheDir: caches.cacheDir,
        onProgress: progress,
      });
      const isOwn = ({ experiment }: { experiment: string }) => experiment === id;
      const rows = bestFoldRows(model, { profile, commit });
      await mergeTopic(out, "folds", rows, isOwn);
      await mergeTopic(out, "sources", sourceRows(model, { profile, commit }), isOwn);
      console.log(describeBest(model, rows).join("\n"));
    }
  } finally {
    backbone.model.dispose();
  }
  console.log(NOT_FOR_DIAGNOSIS);
}

async function firstBackbone(weightsDir: string): Promise<string> {
  const names = await availableBackbones(weightsDir);
  return names.includes("mobilenet-v1") ? "mobilenet-v1" : names[0];
}

function parse(args: string[]) {
  const text = (value?: string) => ({ type: "string" as const, default: value });
  const options = {
    data: text("phantom"),
    out: text("outputs/best"),
    backbone: text(),
    weights: text(),
    draws: text("4"),
    seed: text("1"),
    profile: text("full"),
    help: { type: "boolean" as const, default: false },
  };
  let values;
  try {
    ({ values } = parseArgs({ args, options }));
  } catch (error) {
    throw new RangeError(`${(error as Error).message.split(".")[0]}; see --help`);
  }
  const { draws, seed, profile = "full", data = "", out = "" } = values;
  if (!["full", "quick"].includes(profile)) {
    throw new RangeError(`Option --profile is "quick" or "full", not "${profile}"`);
  }
  return {
    ...{ ...values, profile, data, out },
    draws: wholeNumber("--draws", draws!, 2),
    seed: wholeNumber("--seed", seed!, 0),
  };
}
