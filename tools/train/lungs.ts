import { join, resolve } from "@std/path";
import { parseArgs } from "node:util";
import { stagedProgress } from "lib/display/staged_progress.ts";
import { cacheDir } from "lib/engine/native_library.ts";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import type { Estimate } from "lib/models/lung_bundle.ts";
import { lungRows } from "lib/protocol/lung_rows.ts";
import { trainLungNetwork } from "lib/protocol/train_lung_network.ts";
import { writeTopic } from "lib/experiments/topic_results.ts";
import { openSets } from "../open_sets.ts";
import type { Places } from "../places.ts";
import { wholeNumber } from "../whole_number.ts";

const USAGE = `deno task train lungs --data DIR[,DIR] --out DIR

  --data DIR[,DIR]  folders of films with outlines in "lung-masks", or "phantom" (the default)
  --out DIR         folder of the results; the network goes to DIR/lungs
  --epochs N        passes over the films (90)
  --size N          height and width of the network's films, a multiple of 8 (128)
  --seed N          decides who is held out, and the training (1)
  --profile NAME    which phantom films: full (the default) or quick`;

/** `deno task train lungs`: a network that outlines lungs, and how well it does on patients held out. */
export async function trainLungs(
  args: string[],
  { caller }: Places,
  signal: AbortSignal,
): Promise<void> {
  const values = parse(args);
  if (values.help) return console.log(USAGE);
  const { profile } = values;
  const names = values.data.split(",").filter((name) => name !== "");
  const set = await openSets(names, { profile, caller, signal });
  const out = resolve(caller, values.out);
  const network = await trainLungNetwork(set, {
    out: join(out, "lungs"),
    cacheDir: join(cacheDir(), "films"),
    imageSize: [values.size, values.size],
    epochs: values.epochs,
    seed: values.seed,
    onProgress: stagedProgress("Training lungs"),
    signal,
  });
  const { info } = network;
  network.model.dispose();
  await writeTopic(out, "lungs", lungRows(info, { profile }));
  const { films, patients } = info.heldOut;
  console.log(`${info.title}, trained on ${info.training.films} films of ${info.training.data}`);
  console.log(`  held out: ${films} films of ${patients} patients, none of them trained on`);
  console.log(`  Dice ${written(info.dice)}\n  IoU  ${written(info.iou)}`);
  console.log(`Network: ${join(out, "lungs")}\n${NOT_FOR_DIAGNOSIS}`);
}

function written({ value, low, high }: Estimate): string {
  const interval = `95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}`;
  return `${value.toFixed(3)}, ${Number.isNaN(low) ? "too few films for an interval" : interval}`;
}

function parse(args: string[]) {
  const text = (value: string) => ({ type: "string" as const, default: value });
  const options = {
    data: text("phantom"),
    out: text("outputs/lungs"),
    epochs: text("90"),
    size: text("128"),
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
  const { epochs, size, seed, ...others } = values;
  return {
    ...others,
    epochs: wholeNumber("--epochs", epochs, 1),
    size: wholeNumber("--size", size, 16),
    seed: wholeNumber("--seed", seed, 0),
  };
}
