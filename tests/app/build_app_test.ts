import { fromFileUrl, join } from "@std/path";
import assert from "node:assert/strict";
import { vipsWithoutEval } from "../../app/build/vips_without_eval.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

Deno.test("vipsWithoutEval() leaves nothing that compiles text, but for libraries not loaded", async () => {
  const code = await Deno.readTextFile(join(ROOT, "node_modules/wasm-vips/lib/vips-es6.js"));
  assert.equal(code.split("new Function").length - 1, 2);
  const rewritten = vipsWithoutEval(code);
  assert(!rewritten.includes("new Function"));
  assert.match(rewritten, /function craftInvoker\(/);
});

Deno.test("vipsWithoutEval() refuses code that it does not know", () => {
  assert.throws(() => vipsWithoutEval("let vips;"), /wasm-vips's code has changed/);
});

Deno.test("deno task app says how it is used, and what it cannot build", async () => {
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "tools/app.ts", ...args],
      cwd: ROOT,
    }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, stdout: decode(stdout), stderr: decode(stderr) };
  };
  assert.match((await run("--help")).stdout, /Not for diagnosis/);
  const dir = await Deno.makeTempDir();
  const noModel = await run("--model", dir, "--build-only", "--out", join(dir, "page"));
  assert.equal(noModel.code, 1);
  assert.match(noModel.stderr, /No model in/);
  assert.match((await run("--port", "x")).stderr, /Port x cannot be/);
  await Deno.remove(dir, { recursive: true });
});
