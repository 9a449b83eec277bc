import { basename, fromFileUrl, join } from "@std/path";
import { parseArgs } from "node:util";
import { DECODING } from "lib/data/decode_film.ts";
import { listFiles } from "lib/data/list_files.ts";
import { startEngine } from "lib/engine/start.ts";
import { threeClasses } from "lib/experiments/task.ts";
import { saveBundle } from "lib/models/model_bundle.ts";
import { buildMobileNetV2 } from "./mobilenet_v2.ts";
import { report } from "./report.ts";

/** What a user types, `ready`'s check of the set-up included: from nothing to an answer. */
async function timePredict(film: string, model: string): Promise<[number, string]> {
  const started = performance.now();
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "predict", film, "--model", model, "--json"],
    cwd: fromFileUrl(new URL("../../", import.meta.url)),
  }).output();
  const seconds = (performance.now() - started) / 1000;
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return [seconds, new TextDecoder().decode(stdout)];
}

const { values } = parseArgs({ options: { films: { type: "string" } } });
const paths = (await listFiles(join(values.films!, "test"))).map(({ path }) => path);
const film = join(values.films!, "test", paths[0]);
const imageSize: [number, number] = [224, 224];
const { classNames } = threeClasses;

await startEngine({ seed: 1 });
const model = buildMobileNetV2({ imageSize, numClasses: classNames.length });
const dir = await Deno.makeTempDir({ prefix: "chest-xray-bench-" });
try {
  await saveBundle(join(dir, "model"), {
    model,
    info: {
      id: "bench",
      title: "MobileNetV2 0.35, random weights",
      classNames,
      preprocessing: { imageSize, decoding: DECODING },
      threshold: 0.5,
      thresholdBasis: "",
      temperature: 1,
      gate: null,
      training: { data: "none", fingerprint: "", numFilms: 0, seed: 1, profile: "full" },
      card: null,
      licence: "MIT",
      codeVersion: "",
    },
  });
  const [value, output] = await timePredict(film, join(dir, "model"));
  const [{ probabilities }] = JSON.parse(output).films;
  const sum = (Object.values(probabilities) as number[]).reduce((a, b) => a + b);
  report({
    value,
    check: { film: basename(film), params: model.countParams(), "sum of probabilities": sum },
  });
} finally {
  await Deno.remove(dir, { recursive: true });
}
