import assert from "node:assert/strict";
import { fromFileUrl, join } from "@std/path";
import { startEngine } from "lib/engine/start.ts";
import { tensorBoardLog } from "lib/training/tensorboard.ts";
import { runCommand } from "../../tools/setup/run_command.ts";
import { tensorBoardArguments } from "../../tools/tensorboard.ts";
import { tempDir } from "../data/test_films.ts";

const root = fromFileUrl(new URL("../..", import.meta.url));
const tool = [
  Deno.execPath(),
  "run",
  "--no-check",
  "--allow-all",
  join(root, "tools/tensorboard.ts"),
];

/** Whether TensorBoard is there; in continuous integration it must be. */
async function hasTensorBoard(): Promise<boolean> {
  const record = join(root, ".venv", "tensorboard.json");
  if (await Deno.stat(record).then(() => true, () => false)) return true;
  if (Deno.env.get("CI")) {
    throw new Error("No TensorBoard in .venv; run: deno task tensorboard --install-only");
  }
  console.log("Skipped: .venv has no TensorBoard; run: deno task tensorboard --install-only");
  return false;
}

Deno.test("tensorBoardArguments() listens on this machine only", () => {
  const args = tensorBoardArguments("/project/outputs", 7000);
  assert.deepEqual(args.slice(0, 3), [
    "--logdir=/project/outputs",
    "--host=127.0.0.1",
    "--port=7000",
  ]);
});

Deno.test("tensorboard.ts says what is wrong with a command line", async () => {
  const wrong: [string[], RegExp][] = [
    [["--port", "many"], /Option --port is a whole number from 1 to 65535, not "many"/],
    [["a", "b"], /Name one folder, not 2/],
  ];
  for (const [args, message] of wrong) {
    const { success, output } = await runCommand([...tool, ...args]);
    assert(!success);
    assert.match(output, message);
  }
});

Deno.test("tensorboard.ts lists the trainings by their folders, with all curves", async () => {
  if (!await hasTensorBoard()) return;
  await startEngine();
  const dir = await tempDir();
  const row = { epoch: 1, loss: 0.5, accuracy: 0.75, auc: 0.8, learningRate: 0.001, seconds: 1 };
  const validation = { valLoss: 0.6, valAccuracy: 0.7, valAuc: 0.75 };
  const runs = ["phantom-quick/experiments/A/seed-1", "phantom-quick/experiments/A+/seed-2"];
  for (const run of runs) {
    const log = await tensorBoardLog(join(dir, run));
    log.write([{ ...row, ...validation }, { ...row, ...validation, epoch: 2, loss: 0.25 }]);
    log.close();
  }
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const [program, ...args] = [...tool, dir, "--port", String(port)];
  const child = new Deno.Command(program, {
    args,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    const ask = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}/data/${path}`);
      return await response.json();
    };
    let tags: Record<string, Record<string, unknown>> = {};
    for (let i = 0; i < 240 && Object.keys(tags).length < runs.length; i++) {
      await new Promise((done) => setTimeout(done, 250));
      tags = await ask("plugin/scalars/tags").catch(() => ({}));
    }
    assert.deepEqual(Object.keys(tags).sort(), runs.toSorted());
    assert.deepEqual(Object.keys(tags[runs[0]]).sort(), [
      "accuracy/train",
      "accuracy/validation",
      "auc/train",
      "auc/validation",
      "learning_rate",
      "loss/train",
      "loss/validation",
    ]);
    const query = new URLSearchParams({ run: runs[0], tag: "loss/train" });
    const points: [number, number, number][] = await ask(`plugin/scalars/scalars?${query}`);
    assert.deepEqual(points.map(([, step, value]) => [step, value]), [[1, 0.5], [2, 0.25]]);
  } finally {
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 15_000);
    assert.equal((await child.status).code, 0);
    clearTimeout(late);
  }
});
