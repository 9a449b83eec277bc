import { fromFileUrl, join } from "@std/path";
import assert from "node:assert/strict";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { chunkOf, type NamedUnit } from "lib/sweep/sweep_chunk.ts";
import { noteFailure } from "lib/sweep/unit_failure.ts";
import { type ChunkEnd, type Engine, EngineError } from "../../tools/sweep/engine.ts";
import { askRay, rayJob, rayJobs, rayNodes, submitRayJob } from "../../tools/sweep/ray_client.ts";
import { jobsThatFit, whyNoneFits } from "../../tools/sweep/ray_resources.ts";
import { runChunks } from "../../tools/sweep/run_chunks.ts";
import { sweepOptions } from "../../tools/sweep/sweep_options.ts";
import { threadSettings, unitCommand } from "../../tools/sweep/unit_command.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

Deno.test("sweepOptions() reads a command line and the file, or says what is wrong", async () => {
  const dir = await writeFolder({ "s.jsonc": '{ "recipes": "A", "data": ["films", "~/more"] }' });
  const places = { root: "/project", caller: dir, env: { HOME: "/home/ada" } };
  const options = (await sweepOptions(["s.jsonc", "--parallel", "3"], places))!;
  assert.deepEqual(options.spec.data, [join(dir, "films"), "/home/ada/more"]);
  assert.equal(options.out, "/project/outputs/films-more-full/sweep");
  assert.equal(options.parallel, 3);
  assert.equal(options.address, "http://127.0.0.1:8265");
  assert.equal(options.weights, "/project/data/weights");
  assert.equal(await sweepOptions(["--help"], places), undefined);
  const env = { ...places.env, RAY_API_SERVER_ADDRESS: "http://head:1" };
  assert.equal((await sweepOptions(["s.jsonc"], { ...places, env }))!.address, "http://head:1");

  const message = (...args: string[]) =>
    sweepOptions(args, places).then(() => "", (error) => error.message);
  assert.match(await message("t.jsonc"), /^Cannot read sweep "t\.jsonc": No such file/);
  assert.match(await message("s.jsonc", "--engine", "spark"), /"local" or "ray", not "spark"/);
  assert.match(await message("s.jsonc", "--address", "head:8265"), /is like http:/);
  assert.match(await message("s.jsonc", "--parallel", "0"), /whole number from 1, not "0"/);
  assert.match(await message("s.jsonc", "b"), /^Expected one file but found 2/);
});

Deno.test("unitCommand() gives a unit's process the MLflow server and no other host", () => {
  const args = unitCommand({ project: "/p", file: "/o/c.json", mlflow: "http://logs:5000/x" });
  assert(args.includes("--allow-net=127.0.0.1,logs:5000"));
  assert(!args.includes("--allow-run") && !args.includes("-A"));
  assert.equal(threadSettings(3).OMP_NUM_THREADS, "3");
});

/**
 * An engine whose chunks do what `act` says: `done`, `failed`, or die with the text given. The first
 * ones wait until `together` of them are under way.
 */
function fakeEngine(
  out: string,
  act: (name: string, attempt: number) => string,
  { slots = 2, together = 1 } = {},
): Engine & { started: string[]; most: () => number } {
  const started: string[] = [];
  const attempts = new Map<string, number>();
  const underWay = Promise.withResolvers<void>();
  let [now, most] = [0, 0];
  return {
    started,
    most: () => most,
    about: "",
    slots: () => Promise.resolve(slots),
    start({ id, units }) {
      started.push(id);
      most = Math.max(most, ++now);
      if (now === together) underWay.resolve();
      const run = async (): Promise<ChunkEnd> => {
        await underWay.promise;
        for (const { name } of units) {
          await new Promise((resolve) => setTimeout(resolve, 2));
          const attempt = (attempts.get(name) ?? 0) + 1;
          attempts.set(name, attempt);
          const end = act(name, attempt);
          if (end === "failed") await noteFailure(out, name, new Error("no films"));
          else if (end === "done") {
            await writeFileAtomic(join(out, "units", name, "unit.json"), "{}");
          } else return { reason: end, log: "x.log" };
        }
        return { reason: "", log: "x.log" };
      };
      const ended = run().finally(() => now--);
      return Promise.resolve({ ended, stop: async () => void await ended });
    },
  };
}

const unit = (name: string): NamedUnit => ({
  recipe: "A",
  profile: "quick",
  changes: {},
  seed: 1,
  name,
});
const file = (out: string) => ({
  out,
  ...{ study: "", films: "", code: "", weights: "", keepModels: false },
});

Deno.test("runChunks() tries again the unit whose process died, and only that one by itself", async () => {
  const out = await tempDir();
  const said: string[] = [];
  const engine = fakeEngine(
    out,
    (name, attempt) => name === "b" && attempt < 3 ? "its machine died" : "done",
  );
  const failed = await runChunks([chunkOf(["a", "b", "c", "d"].map(unit))], {
    ...{ engine, file: file(out), retries: 2, everyMs: 5 },
    say: (line) => said.push(line),
  });
  assert.deepEqual(failed, []);
  assert.deepEqual(engine.started, ["a-and-3-more", "b", "c-and-1-more", "b"]);
  assert.equal(said.length, 2);
  assert.equal(said[0], "b: its machine died; trying again");
});

Deno.test("runChunks() goes on after a failure, and gives up on what dies again and again", async () => {
  const out = await tempDir();
  const seen: number[] = [];
  const engine = fakeEngine(
    out,
    (name) => name === "b" ? "failed" : name === "c" ? "its machine died" : "done",
    { together: 2 },
  );
  const failed = await runChunks(["a", "b", "c", "d"].map((name) => chunkOf([unit(name)])), {
    ...{ engine, file: file(out), retries: 1, everyMs: 5 },
    onProgress: (done) => seen.push(done),
  });
  assert.deepEqual(failed.sort((a, b) => a.name < b.name ? -1 : 1), [
    { name: "b", reason: "no films", log: "x.log" },
    { name: "c", reason: "its machine died", log: "x.log" },
  ]);
  assert.equal(engine.started.filter((id) => id === "c").length, 2);
  assert.equal(engine.most(), 2);
  assert.equal(seen.at(-1), 4);
  assert(seen.every((done, i) => i === 0 || done >= seen[i - 1]), seen.join());
});

Deno.test("runChunks() stops what runs on a signal, and where the engine is gone", async () => {
  const out = await tempDir();
  const engine = fakeEngine(out, () => "done", { slots: 1 });
  const stop = new AbortController();
  stop.abort();
  const options = { engine, file: file(out), retries: 0, everyMs: 5 };
  await assert.rejects(runChunks([chunkOf([unit("a")])], { ...options, signal: stop.signal }), {
    name: "AbortError",
  });
  const gone = () => Promise.reject(new EngineError("gone"));
  await assert.rejects(
    runChunks([chunkOf([unit("a")])], { ...options, engine: { ...engine, slots: gone } }),
    /gone/,
  );
});

Deno.test("whyNoneFits() names what is missing, and the key to lower", () => {
  const node = (CPU: number, GPU = 0, memory = 8e9) => ({
    state: "ALIVE",
    resources_total: { CPU, GPU, memory },
  });
  const nodes = [node(4), node(1, 1)];
  assert.equal(jobsThatFit(nodes, { cpus: 1, gpus: 0, memory: 0 }), 5);
  assert.equal(jobsThatFit(nodes, { cpus: 1, gpus: 0.5, memory: 0 }), 1);
  assert.equal(jobsThatFit(nodes, { cpus: 1, gpus: 0, memory: 3e9 }), 3);
  assert.equal(whyNoneFits(nodes, { cpus: 4, gpus: 0, memory: 0 }), "");
  assert.equal(
    whyNoneFits(nodes, { cpus: 1, gpus: 2, memory: 1e10 }),
    "A job asks for 2 GPUs and 10.0 GB of memory, but no machine has more than 1 GPU or 8.0 GB " +
      'of memory; lower "gpus" or "memory"',
  );
  assert.equal(
    whyNoneFits(nodes, { cpus: 4, gpus: 1, memory: 0 }),
    "A job asks for 4 CPUs and 1 GPU, but no single machine has all of that; " +
      'lower "cpus" or "gpus"',
  );
  assert.equal(whyNoneFits([], { cpus: 1, gpus: 0, memory: 0 }), "The cluster has no machine");
});

Deno.test("askRay() waits out a short silence, and says what is wrong with a long one", async () => {
  let calls = 0;
  const seen: (string | null)[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { pathname } = new URL(request.url);
    seen.push(request.headers.get("authorization"));
    if (pathname === "/api/version") return new Response("", { status: ++calls < 3 ? 503 : 200 });
    if (pathname === "/locked") return new Response("no token", { status: 401 });
    if (pathname === "/api/jobs/none") return new Response("", { status: 404 });
    if (pathname === "/api/jobs/" && request.method === "POST") {
      return new Response("Job x already exists", { status: 400 });
    }
    if (pathname === "/api/jobs/") {
      return Response.json([{ submission_id: "a", status: "RUNNING" }, { submission_id: null }]);
    }
    const result = [{ state: "ALIVE", resources_total: { CPU: 2 } }, { state: "DEAD" }];
    return Response.json({ data: { result: { result } } });
  });
  const cluster = { address: `http://127.0.0.1:${server.addr.port}`, token: "t", patienceMs: 3000 };
  assert.equal((await askRay(cluster, "/api/version")).status, 200);
  assert.deepEqual([calls, seen[0]], [3, "Bearer t"]);
  await assert.rejects(askRay(cluster, "/locked"), /wants another token: set RAY_AUTH_TOKEN/);
  assert.equal(await rayJob(cluster, "none"), undefined);
  assert.deepEqual((await rayJobs(cluster)).map((job) => job.submission_id), ["a"]);
  assert.deepEqual(await rayNodes(cluster), [{ state: "ALIVE", resources_total: { CPU: 2 } }]);
  await submitRayJob(cluster, { submission_id: "x" } as never); // its first answer got lost
  await server.shutdown();
  await assert.rejects(askRay({ ...cluster, patienceMs: 300 }, "/api/version"), {
    name: "EngineError",
    message: `The Ray cluster at ${cluster.address} does not answer (connection refused)`,
  });
});

/** `deno task sweep` without the task. */
function spawnSweep(args: string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", join(ROOT, "tools/sweep.ts"), ...args],
    cwd: ROOT,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("a sweep stopped by Ctrl-C leaves no process behind and goes on to the same bits", async () => {
  const files: Record<string, number | string> = {};
  ["Covid", "Normal", "Viral Pneumonia"].forEach((name, k) => {
    for (let i = 0; i < 8; i++) files[`films/${name}/${i}.png`] = 100 * k + i;
  });
  const spec = { data: "films", profile: "quick", recipes: ["A"], folds: 2, seeds: 1 };
  files["s.jsonc"] = JSON.stringify({ ...spec, settings: [{ epochs: 60 }] });
  const dir = await writeFolder(files);
  const [through, stopped] = [await tempDir(), await tempDir()];
  const run = async (out: string, ...more: string[]) => {
    const child = spawnSweep([join(dir, "s.jsonc"), "--out", out, "--parallel", "2", ...more]);
    const { code, stdout, stderr } = await child.output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  };
  const predictions = (out: string) =>
    [...Deno.readDirSync(join(out, "units"))].map(({ name }) => name).sort().map((name) => {
      const path = join(out, "units", name, "experiments/A/seed-1/predictions.csv");
      return [name, Deno.readTextFileSync(path)];
    });
  assert.match(await run(through), /2 trainings, 0 done already/);

  const victim = spawnSweep([join(dir, "s.jsonc"), "--out", stopped, "--parallel", "2"]);
  const hasBegun = () => {
    try {
      return [...Deno.readDirSync(join(stopped, "units"))].some(({ name }) =>
        name.endsWith(".part") &&
        [...Deno.readDirSync(join(stopped, "units", name, "experiments/A/seed-1"))]
          .some((entry) => entry.name === "checkpoint.bin")
      );
    } catch {
      return false;
    }
  };
  for (let i = 0; !hasBegun(); i++) {
    assert(i < 12_000, "no training began");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  victim.kill("SIGINT");
  const { code, stderr } = await victim.output();
  assert.equal(code, 130);
  assert.match(new TextDecoder().decode(stderr), /Stopped; the same command goes on from here/);
  // Locks belong to processes: were one left, its lock would be held.
  for (const { name } of Deno.readDirSync(join(stopped, "units"))) {
    if (!name.endsWith(".lock")) continue;
    using lock = await Deno.open(join(stopped, "units", name), { write: true });
    assert(lock.tryLockSync(true), `${name} is held`);
  }
  await run(stopped);
  assert.deepEqual(predictions(stopped), predictions(through));
  assert.match(await run(stopped, "--dry-run"), /2 trainings, 2 done already/);
});
