import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { openSummaryLog } from "lib/engine/summary_log.ts";
import { tempDir } from "../data/test_films.ts";

Deno.test("openSummaryLog() writes names and numbers into an event file", async () => {
  await startEngine();
  const dir = await tempDir();
  const log = openSummaryLog(dir);
  log.scalar("loss/train", 0.5, 1);
  log.scalar("loss/train", 2, 2);
  log.close();
  const names = [...Deno.readDirSync(dir)].map(({ name }) => name);
  assert.equal(names.length, 1);
  assert.match(names[0], /^events\.out\.tfevents\./);
  const bytes = await Deno.readFile(join(dir, names[0]));
  const text = new TextDecoder("latin1").decode(bytes);
  assert.equal(text.split("loss/train").length - 1, 2);
  // Numbers stand there as float32, little endian: .5 is 00 00 00 3f, 2 is 00 00 00 40.
  assert(text.includes("\x00\x00\x00\x3f"));
  assert(text.includes("\x00\x00\x00\x40"));
});

Deno.test("openSummaryLog() begins a log without a number", async () => {
  await startEngine();
  const dir = await tempDir();
  openSummaryLog(dir).close();
  assert.equal([...Deno.readDirSync(dir)].length, 1);
});

Deno.test("openSummaryLog() begins a new file where an older log was deleted, and leaves no tensor", async () => {
  await startEngine();
  const dir = join(await tempDir(), "log");
  const before = tf.memory().numTensors;
  for (const name of ["first", "second"]) {
    await Deno.remove(dir, { recursive: true }).catch(() => {});
    const log = openSummaryLog(dir);
    log.scalar(name, 1, 1);
    log.flush();
    const [file] = [...Deno.readDirSync(dir)];
    const text = new TextDecoder("latin1").decode(await Deno.readFile(join(dir, file.name)));
    assert(text.includes(name));
    log.close();
  }
  assert.equal(tf.memory().numTensors, before);
});
