import assert from "node:assert/strict";

const MODULE = new URL("../../tools/run_stoppable.ts", import.meta.url).href;

/** Runs the body of a command in a process of its own. */
function run(body: string): Deno.ChildProcess {
  const code = `import { runStoppable } from "${MODULE}";
    await runStoppable(async (signal) => { ${body} });`;
  return new Deno.Command(Deno.execPath(), {
    args: ["eval", "-q", code],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function ending(child: Deno.ChildProcess) {
  const { code, stderr } = await child.output();
  return { code, said: new TextDecoder().decode(stderr).trim() };
}

Deno.test("runStoppable() ends with 0, or with 1 and the error's message", async () => {
  assert.deepEqual(await ending(run("await signal.aborted;")), { code: 0, said: "" });
  const failed = await ending(run(`await null; throw new RangeError("no such recipe");`));
  assert.deepEqual(failed, { code: 1, said: "no such recipe" });
});

Deno.test("runStoppable() ends with 130 where it is stopped", async () => {
  for (const how of ["SIGINT", "SIGTERM"] as const) {
    const child = run(`Deno.kill(Deno.pid, "${how}");
      await new Promise((_, reject) => {
        const wait = setTimeout(() => {}, 60_000);
        signal.onabort = () => { clearTimeout(wait); reject(signal.reason); };
      });`);
    const expected = { code: 130, said: "Stopped; the same command goes on from here" };
    assert.deepEqual(await ending(child), expected);
  }
});
