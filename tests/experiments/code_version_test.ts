import { fromFileUrl } from "@std/path";
import assert from "node:assert/strict";
import { codeVersion } from "lib/experiments/code_version.ts";

const root = fromFileUrl(new URL("../../", import.meta.url));

/** What git itself says; "" where there is no git, or the project is no clone. */
async function gitHead(): Promise<string> {
  try {
    const { success, stdout } = await new Deno.Command("git", {
      args: ["rev-parse", "HEAD"],
      cwd: root,
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout).trim() : "";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

Deno.test("codeVersion() is the commit's hash, as git says it", async () => {
  const version = await codeVersion();
  assert.match(version, /^([0-9a-f]{40})?$/);
  const isClone = await Deno.stat(`${root}.git`).then(
    ({ isDirectory }) => isDirectory,
    () => false,
  );
  const expected = await gitHead();
  if (isClone && expected) assert.equal(version, expected);
});
