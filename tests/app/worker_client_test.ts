import assert from "node:assert/strict";
import { WorkerClient } from "../../app/worker/worker_client.ts";

type Calls = {
  double(input: number): Promise<number>;
  fail(input: null): Promise<never>;
  hang(input: null): Promise<never>;
};

/** A worker with three functions, one of which never ends. */
function startWorker(): Worker {
  const serve = new URL("../../app/worker/serve_calls.ts", import.meta.url);
  const code = `import { serveCalls } from "${serve}";
    serveCalls({
      double: (x) => 2 * x,
      fail: () => { throw Object.assign(new RangeError("no"), { reason: "why" }); },
      hang: () => { while (true) {} },
    });`;
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  return new Worker(address, { type: "module" });
}

Deno.test("WorkerClient calls functions of a worker, and hands on their errors", async () => {
  const client = new WorkerClient<Calls>(startWorker, { limitSeconds: 20 });
  assert.equal(await client.call("double", 21), 42);
  await assert.rejects(client.call("fail", null), {
    name: "RangeError",
    message: "no",
    reason: "why",
  });
  assert.equal(await client.call("double", 1), 2);
  client.restart();
});

Deno.test("WorkerClient ends a worker that takes too long, and goes on with a fresh one", async () => {
  const client = new WorkerClient<Calls>(startWorker, { limitSeconds: 3 });
  assert.equal(await client.call("double", 1), 2);
  await assert.rejects(client.call("hang", null), { name: "WorkerFailure" });
  assert.equal(await client.call("double", 4), 8);
  client.restart();
});
