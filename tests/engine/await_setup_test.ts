import assert from "node:assert/strict";
import { dirname, join } from "@std/path";
import { awaitSetup, SETUP_LOG } from "lib/engine/await_setup.ts";

/** A folder whose set-up runs, in another process, until its standard input ends. */
async function beingSetUp() {
  const project = await Deno.makeTempDir();
  const lock = join(project, "node_modules", ".setup.lock");
  await Deno.mkdir(dirname(lock));
  const code = `using file = await Deno.open("${lock}", { create: true, write: true });
    await file.lock(true);
    console.log("held");
    for await (const _ of Deno.stdin.readable);`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", code],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  return {
    project,
    say: (text: string) => Deno.writeTextFile(join(project, SETUP_LOG), text),
    finish: async () => {
      await child.stdin.close();
      await reader.cancel();
      await child.status;
    },
  };
}

Deno.test("awaitSetup() returns at once where no set-up runs", async () => {
  const project = await Deno.makeTempDir();
  await awaitSetup({ project, onProgress: () => assert.fail("there is nothing to wait for") });
});

Deno.test("awaitSetup() tells how far a running set-up is, and returns at its end", async () => {
  const { project, say, finish } = await beingSetUp();
  await say("2. TensorFlow\n    fetching the wheel … 40 %\n");
  const told: string[] = [];
  const waiting = awaitSetup({
    project,
    onProgress: (done, total, text) => told.push(`${done}/${total} ${text}`),
  });
  await say("2. TensorFlow\n    fetching the wheel … 40 %\nSet-up is complete (9 s).\n");
  await finish();
  await waiting;
  assert.equal(told[0], "40/100 fetching the wheel … 40 %");
  assert.equal(told.at(-1), "100/100 set up");
});

Deno.test("awaitSetup() throws what a set-up failed of", async () => {
  const { project, say, finish } = await beingSetUp();
  const waiting = awaitSetup({ project, onProgress: () => {} });
  await say("Set-up failed: no network\n");
  await finish();
  await assert.rejects(waiting, /Set-up failed: no network; run "deno task setup"/);
});

Deno.test("awaitSetup() ends with its signal", async () => {
  const { project, finish } = await beingSetUp();
  const signal = AbortSignal.timeout(50);
  await assert.rejects(awaitSetup({ project, onProgress: () => {}, signal }), {
    name: "TimeoutError",
  });
  await finish();
});
