import assert from "node:assert/strict";
import { fromFileUrl, join } from "@std/path";
import { cacheDir } from "lib/engine/native_library.ts";
import { openMlflowLog, readMlflowRecord } from "lib/experiments/mlflow_log.ts";
import { finishRun, readRun, type Run } from "lib/experiments/run.ts";
import { beginStudy } from "lib/experiments/study.ts";
import { sendAll } from "../../tools/mlflow.ts";
import { netHost } from "../../tools/mlflow/net_host.ts";
import { mlflowArguments } from "../../tools/mlflow_server.ts";
import { runCommand } from "../../tools/setup/run_command.ts";
import { tempDir } from "../data/test_films.ts";
import { FIRST_EPOCH } from "../training/made_history.ts";

const root = fromFileUrl(new URL("../..", import.meta.url));
const tool = (
  name: string,
) => [Deno.execPath(), "run", "--no-check", "-A", join(root, "tools", name)];

/** Whether MLflow is there; in continuous integration it must be. */
async function hasMlflow(): Promise<boolean> {
  const record = join(cacheDir(), "mlflow-3.17.2", "ready.json");
  if (await Deno.stat(record).then(() => true, () => false)) return true;
  if (Deno.env.get("CI")) {
    throw new Error("No MLflow in the cache; run: deno task mlflow-server --install-only");
  }
  console.log("Skipped: the cache has no MLflow; run: deno task mlflow-server --install-only");
  return false;
}

const run: Run = {
  experiment: "A",
  model: "cnn",
  task: "three-classes",
  title: "Three classes",
  data: "mine",
  profile: "quick",
  seed: 1,
  settings: { epochs: 2, imageSize: [96, 96], monitor: { restoreBest: true } },
  epoch: 2,
  numParams: 10,
  fingerprint: "ab",
  trainingSeconds: 1.5,
  seconds: 2,
};

/** A study with one finished run of each seed, as trainings leave it. */
async function makeStudy(seeds: number[]): Promise<string> {
  const out = join(await tempDir(), "mine-quick");
  await beginStudy({ out, set: { root: "films", name: "mine" }, split: [] });
  for (const seed of seeds) {
    const dir = join(out, "experiments", "A", `seed-${seed}`);
    await Deno.mkdir(join(dir, "model"), { recursive: true });
    await Deno.writeTextFile(join(dir, "model", "model.json"), "{}");
    await Deno.writeFile(join(dir, "model", "weights.bin"), new Uint8Array(100_000).fill(7));
    const film = { trueClass: "a", probabilities: [0.9, 0.1] };
    await finishRun(dir, {
      run: { ...run, seed },
      classNames: ["a", "b"],
      history: [FIRST_EPOCH, { ...FIRST_EPOCH, epoch: 2, loss: 0.25 }],
      predictions: [
        { ...film, path: "1.png", split: "train" },
        { ...film, path: "2.png", split: "test" },
        { ...film, path: "3.png", split: "test", trueClass: "b" },
      ],
    });
  }
  await Deno.mkdir(join(out, "figures"));
  await Deno.writeTextFile(join(out, "figures", "films by class.svg"), "<svg/>");
  return out;
}

/** Starts a server in a folder of its own; `stop` ends it. */
async function startServer() {
  const dir = await tempDir();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const [program, ...args] = [...tool("mlflow_server.ts"), "--port", `${port}`, "--dir", dir];
  const options = { args, stdin: "null", stdout: "null", stderr: "null" } as const;
  const child = new Deno.Command(program, options).spawn();
  const uri = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill("SIGTERM");
    await child.status;
  };
  for (let i = 0; i < 240; i++) {
    const answer = await fetch(`${uri}/health`).then((r) => r.text(), () => "");
    if (answer === "OK") return { uri, stop };
    await new Promise((done) => setTimeout(done, 500));
  }
  await stop();
  throw new Error("MLflow did not answer within two minutes");
}

Deno.test("netHost() names one host, and none where there is no server", () => {
  assert.equal(netHost("https://mlflow.example.org/tracking"), ",mlflow.example.org");
  assert.equal(netHost("http://10.0.0.1:5000"), ",10.0.0.1:5000");
  for (const address of ["", "mlruns", "file:///mlruns", "databricks"]) {
    assert.equal(netHost(address), "");
  }
});

Deno.test("mlflowArguments() listens on this machine only", () => {
  assert(mlflowArguments("/data", 5001).includes("--host=127.0.0.1"));
});

Deno.test("sendAll() says that no server is named", async () => {
  const { output, success } = await runCommand(tool("mlflow.ts"), {
    env: { MLFLOW_TRACKING_URI: "" },
  });
  assert(!success);
  assert.match(output, /No MLflow server is named: set MLFLOW_TRACKING_URI to its http address/);
});

Deno.test("a real MLflow server gets parameters, epochs, figures and model of every run", async () => {
  if (!await hasMlflow()) return;
  const out = await makeStudy([1, 2]);
  const { uri, stop } = await startServer();
  try {
    const env = { MLFLOW_TRACKING_URI: uri, MLFLOW_EXPERIMENT_NAME: "films" };
    // The first run is followed while it trains, the second is sent afterwards.
    const dir = join(out, "experiments", "A", "seed-1");
    const followed = (await readRun(dir))!;
    const log = openMlflowLog(dir, run, { env, warn: assert.fail });
    log.write(followed.history.slice(0, 1));
    log.write(followed.history);
    await log.finish(followed);
    const lines: string[] = [];
    await sendAll(out, { env, say: (line) => lines.push(line) });
    assert.deepEqual(lines.slice(0, 2).sort(), ["Sent A, seed 1, mine", "Sent A, seed 2, mine"]);
    await sendAll(out, { env, say: (line) => lines.push(line) });
    assert.match(lines.at(-1)!, /^0 trainings and 2 files .* it had 2$/);

    const api = async (path: string, body?: unknown) => {
      const init = { method: "POST", headers: { "content-type": "application/json" } };
      const response = await fetch(`${uri}/api/2.0/mlflow/${path}`, {
        ...(body ? { ...init, body: JSON.stringify(body) } : {}),
      });
      return await response.json();
    };
    const { experiment } = await api("experiments/get-by-name?experiment_name=films");
    const { runs } = await api("runs/search", { experiment_ids: [experiment.experiment_id] });
    const names = runs.map((run: { info: { run_name: string } }) => run.info.run_name);
    assert.deepEqual(names.sort(), [
      "mine quick A seed 1",
      "mine quick A seed 2",
      "mine-quick figures and notebooks",
    ]);
    for (const seed of [1, 2]) {
      const { runId } = (await readMlflowRecord(join(out, "experiments", "A", `seed-${seed}`)))!;
      const { run: { info, data } } = await api(`runs/get?run_id=${runId}`);
      assert.equal(info.status, "FINISHED");
      const values = (list: { key: string; value: unknown }[]) =>
        Object.fromEntries(list.map(({ key, value }) => [key, value]));
      assert.equal(values(data.params).seed, String(seed));
      assert.equal(values(data.params)["monitor.restoreBest"], "true");
      assert.equal(values(data.metrics)["final/test_accuracy"], 0.5);
      const history = await api(`metrics/get-history?run_id=${runId}&metric_key=loss`);
      const steps = history.metrics.map(({ step, value }: Record<string, number>) => [step, value]);
      assert.deepEqual(steps, [[1, 0.5], [2, 0.25]]);
      const list = async (path: string) => {
        const { files } = await api(`artifacts/list?run_id=${runId}&path=${path}`);
        return files.map((file: { path: string; file_size?: number }) => file.path);
      };
      assert.deepEqual(await list(""), [
        "figures",
        "history.csv",
        "model",
        "predictions.csv",
        "run.json",
      ]);
      assert.deepEqual(await list("figures"), [
        "figures/confusion_test.png",
        "figures/confusion_train.png",
        "figures/training_curves.png",
      ]);
      const weights = await fetch(
        `${uri}/get-artifact?run_uuid=${runId}&path=model%2Fweights.bin`,
      );
      assert.deepEqual(
        new Uint8Array(await weights.arrayBuffer()),
        new Uint8Array(100_000).fill(7),
      );
    }
  } finally {
    await stop();
  }
});
