import { join } from "@std/path";
import assert from "node:assert/strict";
import { serveApp } from "../../app/serve_app.ts";
import { CONTENT_SECURITY_POLICY } from "../../app/security_policy.ts";

Deno.test("serveApp() gives the page's own files with its security headers, and nothing else", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.mkdir(join(dir, "page"));
  await Deno.writeTextFile(join(dir, "page/index.html"), "<title>page</title>");
  await Deno.writeTextFile(join(dir, "secret.txt"), "secret");
  const stop = new AbortController();
  const address = await new Promise<string>((onListen) => {
    serveApp(join(dir, "page"), { port: 0, onListen, signal: stop.signal });
  });
  const get = async (path: string, method = "GET") => {
    const response = await fetch(address + path, { method, body: method === "POST" ? "x" : null });
    return { response, text: await response.text() };
  };
  const { response, text } = await get("");
  assert.equal(text, "<title>page</title>");
  const policy = response.headers.get("content-security-policy")!;
  assert(policy.startsWith(CONTENT_SECURITY_POLICY));
  assert(!/unsafe-(eval|inline)'/.test(policy.replace("'wasm-unsafe-eval'", "")));
  assert.equal(response.headers.get("cross-origin-embedder-policy"), "require-corp");
  for (const path of ["../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "none.js", "a/"]) {
    const { response, text } = await get(path);
    assert.deepEqual([response.status, text], [404, "No such file"], path);
  }
  assert.equal((await get("", "POST")).response.status, 405);
  stop.abort();
  await Deno.remove(dir, { recursive: true });
});
