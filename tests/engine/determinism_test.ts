import { fromFileUrl } from "@std/path";
import assert from "node:assert/strict";

const SCRIPT = fromFileUrl(new URL("./train_once.ts", import.meta.url));

/** Trains in a process of its own; the fingerprint of the weights. */
async function train(seed: number): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", SCRIPT, `${seed}`],
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("two processes train to the same weights, to the bit, and another seed to others", async () => {
  const first = await train(1);
  assert.match(first, /^[0-9a-f]{16,}$/);
  assert.equal(await train(1), first);
  assert.notEqual(await train(2), first);
});
