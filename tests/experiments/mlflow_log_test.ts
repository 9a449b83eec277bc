import { join } from "@std/path";
import assert from "node:assert/strict";
import { openMlflowLog, readMlflowRecord } from "lib/experiments/mlflow_log.ts";
import { mlflowServer, uploadToMlflow } from "lib/experiments/mlflow_server.ts";
import { finalMetrics, mlflowParams } from "lib/experiments/mlflow_values.ts";
import type { FinishedRun, Run } from "lib/experiments/run.ts";
import { finishRun } from "lib/experiments/run.ts";
import { tempDir } from "../data/test_films.ts";
import { FIRST_EPOCH } from "../training/made_history.ts";

const RUN: Run = {
  experiment: "A",
  model: "cnn",
  task: "three-classes",
  title: "Three classes",
  data: "mine",
  profile: "quick",
  seed: 1,
  settings: { epochs: 2, imageSize: [96, 96], monitor: { restoreBest: true }, schedule: undefined },
  epoch: 2,
  numParams: 10,
  fingerprint: "ab",
  trainingSeconds: 1,
  seconds: 2,
};
const HISTORY = [FIRST_EPOCH, { ...FIRST_EPOCH, epoch: 2, loss: 0.4 }];

/** A run's folder as a training leaves it. */
async function makeRun(): Promise<FinishedRun> {
  const dir = await tempDir();
  await Deno.mkdir(join(dir, "model"));
  await Deno.writeTextFile(join(dir, "model", "model.json"), "{}");
  const film = { path: "1.png", trueClass: "a", probabilities: [0.9, 0.1] };
  return await finishRun(dir, {
    run: RUN,
    classNames: ["a", "b"],
    history: HISTORY,
    predictions: [
      { ...film, split: "train" },
      { ...film, split: "test" },
      { ...film, path: "2.png", split: "test", trueClass: "b" },
    ],
  });
}

/** A server that takes everything down; it fails from the request on whose path is named. */
function fakeServer(failing = "never") {
  const asked: { path: string; body: string }[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const path = new URL(request.url).pathname.replace("/api/2.0/", "");
      if (path.includes(failing)) return new Response("out of order", { status: 503 });
      asked.push({ path, body: await request.text() });
      if (path.endsWith("get-by-name")) {
        return Response.json({ error_code: "RESOURCE_DOES_NOT_EXIST" }, { status: 404 });
      }
      if (path.endsWith("experiments/create")) return Response.json({ experiment_id: "7" });
      const info = { run_id: `r${asked.length}`, artifact_uri: "mlflow-artifacts:/7/r/artifacts" };
      return Response.json({ run: { info } });
    },
  );
  return { asked, uri: `http://127.0.0.1:${server.addr.port}`, stop: () => server.shutdown() };
}

Deno.test("openMlflowLog() sends parameters, epochs once, final numbers and files", async () => {
  const run = await makeRun();
  const { asked, uri, stop } = fakeServer();
  try {
    const env = { MLFLOW_TRACKING_URI: `${uri}/`, MLFLOW_EXPERIMENT_NAME: "films" };
    const log = openMlflowLog(run.dir, RUN, { env, warn: assert.fail });
    log.write(HISTORY.slice(0, 1));
    log.write(HISTORY);
    await log.finish(run);
    await log.close();
  } finally {
    await stop();
  }
  assert.deepEqual(asked.map(({ path }) => path.replace(/^mlflow\//, "")), [
    "experiments/get-by-name",
    "experiments/create",
    "runs/create",
    "runs/log-batch",
    "runs/log-batch",
    "runs/log-batch",
    "runs/log-batch",
    "mlflow-artifacts/artifacts/7/r/artifacts/run.json",
    "mlflow-artifacts/artifacts/7/r/artifacts/history.csv",
    "mlflow-artifacts/artifacts/7/r/artifacts/predictions.csv",
    "mlflow-artifacts/artifacts/7/r/artifacts/model/model.json",
    "runs/update",
  ]);
  assert.equal(JSON.parse(asked[1].body).name, "films");
  const { params } = JSON.parse(asked[3].body);
  assert(
    params.some((p: { key: string; value: string }) =>
      p.key === "monitor.restoreBest" && p.value === "true"
    ),
  );
  const steps = asked.slice(4, 6).map(({ body }) => JSON.parse(body).metrics);
  assert.deepEqual(steps[0].map(({ key, step }: { key: string; step: number }) => [key, step]), [
    ["loss", 1],
    ["accuracy", 1],
    ["auc", 1],
    ["learning_rate", 1],
    ["seconds", 1],
  ]);
  assert(steps[1].every(({ step }: { step: number }) => step === 2));
  assert.equal(JSON.parse(asked[11].body).status, "FINISHED");
  const record = await readMlflowRecord(run.dir);
  assert.equal(record?.finished, true);
  assert.equal(record?.uri, uri);
});

Deno.test("openMlflowLog() warns once of a server that fails, and asks it no more", async () => {
  const run = await makeRun();
  const { asked, uri, stop } = fakeServer("log-batch");
  const warnings: string[] = [];
  const options = {
    env: { MLFLOW_TRACKING_URI: uri },
    warn: (line: string) => warnings.push(line),
  };
  for (let i = 0; i < 2; i++) {
    const log = openMlflowLog(run.dir, RUN, options);
    log.write(HISTORY);
    await log.finish(run);
    await log.close();
  }
  await stop();
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /^MLflow gets nothing: .*refused .*log-batch \(503\): out of order\./);
  assert.match(warnings[0], /Nothing is lost; to send it later: deno task mlflow$/);
  assert.equal(asked.length, 3);
  assert.equal((await readMlflowRecord(run.dir))?.finished, false);
});

Deno.test("openMlflowLog() warns of a server that is down and of an address that is none", async () => {
  const run = await makeRun();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const down = `http://127.0.0.1:${listener.addr.port}`;
  listener.close();
  for (const [uri, warning] of [[down, /Cannot reach http/], ["mlruns", /is the http address/]]) {
    const warnings: string[] = [];
    const env = { MLFLOW_TRACKING_URI: String(uri) };
    const log = openMlflowLog(run.dir, RUN, { env, warn: (line) => warnings.push(line) });
    log.write(HISTORY);
    await log.finish(run);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], warning as RegExp);
  }
  assert.equal(await readMlflowRecord(run.dir), undefined);
});

Deno.test("openMlflowLog() tells of a training that ended early, and begins anew the next time", async () => {
  const run = await makeRun();
  const { asked, uri, stop } = fakeServer();
  const options = { env: { MLFLOW_TRACKING_URI: uri }, warn: assert.fail };
  const first = openMlflowLog(run.dir, RUN, options);
  first.write(HISTORY.slice(0, 1));
  await first.close();
  assert.equal(JSON.parse(asked.at(-1)!.body).status, "KILLED");
  const { runId } = (await readMlflowRecord(run.dir))!;
  asked.length = 0;
  await openMlflowLog(run.dir, RUN, options).finish(run);
  await stop();
  assert.deepEqual(asked[0], {
    path: "mlflow/runs/delete",
    body: JSON.stringify({ run_id: runId }),
  });
});

Deno.test("mlflowServer() reads logins", () => {
  const uri = { MLFLOW_TRACKING_URI: "https://mlflow.example.org" };
  assert.equal(mlflowServer({}), undefined);
  assert.deepEqual(mlflowServer({ ...uri, MLFLOW_TRACKING_TOKEN: "t" })?.headers, {
    authorization: "Bearer t",
  });
  assert.deepEqual(
    mlflowServer({
      ...uri,
      MLFLOW_TRACKING_USERNAME: "ada",
      MLFLOW_TRACKING_PASSWORD: "secret",
    })?.headers,
    { authorization: "Basic YWRhOnNlY3JldA==" },
  );
});

Deno.test("uploadToMlflow() refuses a server that keeps files elsewhere", async () => {
  const run = { runId: "1", experimentId: "0", artifactUri: "s3://bucket/1" };
  await assert.rejects(
    uploadToMlflow({ uri: "http://127.0.0.1:1", headers: {} }, {
      run,
      path: "a",
      bytes: new Uint8Array(1),
    }),
    /keeps files at "s3:\/\/bucket\/1", not with itself/,
  );
});

Deno.test("mlflowParams() and finalMetrics() name what a run was told and came to", async () => {
  assert.deepEqual(mlflowParams(RUN.settings as object), {
    epochs: "2",
    imageSize: "[96,96]",
    "monitor.restoreBest": "true",
  });
  const metrics = finalMetrics(await makeRun(), 0);
  assert.deepEqual(Object.fromEntries(metrics.map(({ key, value }) => [key, value])), {
    "final/epoch": 2,
    "final/parameters": 10,
    "final/training_seconds": 1,
    "final/train_accuracy": 1,
    "final/test_accuracy": 0.5,
  });
});
