import { join } from "@std/path";
import { parseArgs } from "node:util";
import { runTransfer } from "lib/experiments/run_transfer.ts";
import { experimentB2 } from "lib/experiments/transfer.ts";
import { loadBackbone } from "lib/models/backbone.ts";
import { runNotebook } from "./run_notebook.ts";

const { values } = parseArgs({
  options: { films: { type: "string" }, epochs: { type: "string" }, size: { type: "string" } },
});
const size = Number(values.size);
const settings = {
  ...experimentB2.settings,
  imageSize: [size, size] as [number, number],
  epochs: Number(values.epochs),
};

await runNotebook(values.films!, async (study, cache) => {
  const { imageSize, scale } = settings;
  const backbone = await loadBackbone("vgg16-random", { weightsDir: "", imageSize, scale });
  return await runTransfer({ ...experimentB2, settings }, {
    ...study,
    backbone,
    cacheDir: join(cache, "films"),
    featuresDir: join(cache, "features"),
    seed: 1,
    profile: "full",
  });
});
