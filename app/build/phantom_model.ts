import { join } from "@std/path";
import { splitFilms } from "lib/data/split.ts";
import { cacheDir } from "lib/engine/native_library.ts";
import type { Experiment } from "lib/experiments/experiment.ts";
import { openData } from "lib/experiments/open_data.ts";
import { runExperiment } from "lib/experiments/run_experiment.ts";
import { beginStudy } from "lib/experiments/study.ts";
import { threeClasses } from "lib/experiments/task.ts";
import { buildPhantomNetwork } from "lib/models/phantom_network.ts";

/** What the page shows until there is a model of one's own. */
const phantomPage: Experiment = {
  id: "phantom",
  title: "Three kinds of phantom films, small CNN",
  task: threeClasses,
  settings: {
    imageSize: [128, 128],
    epochs: 20,
    batchSize: 16,
    learningRate: 2e-3,
    schedule: "cosine",
    augmentation: {
      widthShiftRange: 0.05,
      heightShiftRange: 0.05,
      zoomRange: 0.1,
    },
  },
  quick: {},
  buildModel: ({ imageSize }) => buildPhantomNetwork({ imageSize, numClasses: 3 }),
};

/**
 * Trains a small network on phantom films, once; it stays in the cache.
 *
 * @param onProgress Called after each film drawn and batch trained.
 * @returns Folder of its bundle.
 *
 * @example
 * ```ts ignore
 * import { phantomModel } from "./phantom_model.ts";
 * await phantomModel(() => {}); // "/home/me/.cache/chest-xray-notebooks/page/…/model"
 * ```
 */
export async function phantomModel(
  onProgress: (done: number, total: number, text?: string) => void,
): Promise<string> {
  const set = await openData("phantom", { profile: "quick", onProgress });
  const split = splitFilms(set, { seed: 1 });
  const out = join(cacheDir(), "page");
  const study = await beginStudy({ out, set, split });
  const films = join(cacheDir(), "films");
  const options = { ...study, cacheDir: films, seed: 1, profile: "quick", onProgress };
  return join((await runExperiment(phantomPage, options)).dir, "model");
}
