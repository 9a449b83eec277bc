import { fromFileUrl, join } from "@std/path";
import { formatCsv } from "lib/data/csv.ts";
import { splitFilms } from "lib/data/split.ts";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { opProfileChart } from "lib/display/op_profile_chart.ts";
import { progressLine } from "lib/display/progress.ts";
import { saveFigure } from "lib/display/save_figure.ts";
import { table } from "lib/display/table.ts";
import { cacheDir } from "lib/engine/native_library.ts";
import { startEngine } from "lib/engine/start.ts";
import { loadExamples } from "lib/experiments/load_examples.ts";
import { openData } from "lib/experiments/open_data.ts";
import { taskFilms } from "lib/experiments/task_films.ts";
import {
  profileForward,
  profileStockTraining,
  profileTraining,
  stepShares,
  type TrainingProfile,
} from "lib/training/profile_training.ts";
import { PROFILE_USAGE, type ProfileOptions, profileOptions } from "./profile_options.ts";
import { profileSubject } from "./profile_subject.ts";

// `deno task profile`: where a training step's time goes.

/** A profile, and whose kernels it is of. */
interface NamedProfile {
  name: "stock" | "engine";
  profile: TrainingProfile;
}

const TITLES = { stock: "stock TensorFlow.js", engine: "this engine" };

async function profileAll(options: ProfileOptions, signal: AbortSignal): Promise<void> {
  const found = new Map<string, NamedProfile[]>(options.experiments.map((id) => [id, []]));
  // Stock first: once the engine's own kernels are in, they stay.
  for (const name of options.stock ? ["stock", "engine"] as const : ["engine"] as const) {
    for (const id of options.experiments) {
      found.get(id)!.push({ name, profile: await profileOne(id, name, { ...options, signal }) });
    }
  }
  for (const [id, profiles] of found) await tell(id, profiles, options);
}

async function profileOne(
  id: string,
  name: NamedProfile["name"],
  { data, profile, steps, signal, ...options }: ProfileOptions & { signal: AbortSignal },
): Promise<TrainingProfile> {
  const subject = profileSubject(id, profile);
  const { task, imageSize, augmentation, isForward } = subject;
  const batchSize = options.batchSize ?? subject.batchSize;
  const set = await openData(data, { profile: "quick", signal });
  const split = splitFilms(set, { seed: 1 });
  const films = taskFilms(task, split, { holdOutValidation: false })
    .filter(({ part }) => part === "train");
  const examples = await loadExamples(films.slice(0, (steps + 2) * batchSize), {
    root: set.root,
    imageSize,
    classNames: task.classNames,
    cacheDir: join(cacheDir(), "films"),
    signal,
  });
  await startEngine({ seed: 1, stock: name === "stock" });
  const model = await subject.build();
  try {
    const runTraining = name === "stock" ? profileStockTraining : profileTraining;
    return await (isForward ? profileForward : runTraining)(model, examples, {
      augmentation,
      batchSize,
      steps,
      signal,
      onProgress: progressLine(`${id}, ${TITLES[name]}`),
    });
  } finally {
    model.dispose();
  }
}

async function tell(
  id: string,
  profiles: NamedProfile[],
  { profile, out, shapes }: ProfileOptions,
): Promise<void> {
  const { title, imageSize, isForward } = profileSubject(id, profile);
  const size = imageSize.join("×");
  for (const { name, profile } of profiles) {
    const { steps, batchSize, msPerStep, imagesPerSecond } = profile;
    console.log(
      `\n${id}: ${title}, ${size}, batch ${batchSize}, ${TITLES[name]}: ` +
        `${msPerStep.toFixed(0)} ms a step, ${imagesPerSecond.toFixed(1)} films/s ` +
        `(mean of ${steps} steps)\n`,
    );
    console.log(String(shareTable(profile, { shapes })));
  }
  const rows = profiles.flatMap(({ name, profile }) =>
    stepShares(profile, { shapes: true }).map((row) => ({ experiment: id, kernels: name, ...row }))
  );
  const file = join(out, `profile_${id}`);
  await writeFileAtomic(`${file}.csv`, formatCsv(rows));
  const [{ profile: { batchSize, steps } }] = profiles;
  await saveFigure(
    opProfileChart(
      profiles.map(({ name, profile }) => ({
        name: TITLES[name].replace(/^./, (letter) => letter.toUpperCase()),
        rows: stepShares(profile),
      })),
      {
        title: isForward
          ? `Where the time of features goes: experiment ${id}`
          : `Where a training step's time goes: experiment ${id}`,
        subtitle: `${size} pixels, batch ${batchSize}, mean of ${steps} steps`,
      },
    ),
    file,
  );
  console.log(`\nWritten: ${file}.csv, .svg, .png`);
}

/** The rows above a two-hundredth of the step, and one for the rest. */
function shareTable(profile: TrainingProfile, { shapes }: { shapes: boolean }) {
  const rows = stepShares(profile, { shapes });
  const shown = rows.filter(({ share }) => share >= 0.005);
  const rest = rows.filter(({ share }) => share < 0.005);
  const sum = (key: "count" | "ms" | "share" | "megabytes") =>
    rest.reduce((total, row) => total + row[key], 0);
  const others = {
    op: `${rest.length} others`,
    shape: "",
    count: sum("count"),
    ms: sum("ms"),
    share: sum("share"),
    megabytes: sum("megabytes"),
  };
  const columns = ["op", "shape", "count", "ms", "share", "megabytes"] as const;
  return table(rest.length ? [...shown, others] : shown, {
    columns: columns.filter((column) => shapes || column !== "shape"),
    headings: { count: "calls", shape: "output", megabytes: "output MB" },
    format: {
      count: (value) => Number.isNaN(value) ? "" : Number(value).toFixed(0),
      ms: (value) => Number(value).toFixed(1),
      share: (value) => `${(100 * Number(value)).toFixed(1)} %`,
      megabytes: (value) => Number(value).toFixed(1),
    },
  });
}

if (import.meta.main) {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  try {
    const options = profileOptions(Deno.args, {
      caller: Deno.env.get("INIT_CWD") ?? Deno.cwd(),
      out: fromFileUrl(new URL("../outputs/profile", import.meta.url)),
    });
    if (options) await profileAll(options, stop.signal);
    else console.log(PROFILE_USAGE);
  } catch (error) {
    if (stop.signal.aborted) console.error("Stopped");
    else console.error(error instanceof Error ? error.message : String(error));
    Deno.exit(stop.signal.aborted ? 130 : 1);
  }
}
