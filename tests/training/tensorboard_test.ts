import { join } from "@std/path";
import assert from "node:assert/strict";
import { startEngine } from "lib/engine/start.ts";
import { tensorBoardLog } from "lib/training/tensorboard.ts";
import { tempDir } from "../data/test_films.ts";

Deno.test("tensorBoardLog() writes each epoch once, validation only where there is any", async () => {
  await startEngine();
  const dir = join(await tempDir(), "tensorboard");
  const row = {
    epoch: 1,
    loss: 0.5,
    accuracy: 0.75,
    auc: 0.8,
    valLoss: 0.6,
    valAccuracy: NaN,
    valAuc: NaN,
    learningRate: 0.001,
    seconds: 1,
  };
  const log = await tensorBoardLog(dir);
  log.write([row]);
  log.write([row, { ...row, epoch: 2 }]);
  log.close();
  const files = () => [...Deno.readDirSync(dir)].filter(({ name }) => name.includes("tfevents"));
  const [file, ...others] = files();
  assert.equal(others.length, 0);
  const text = new TextDecoder("latin1").decode(await Deno.readFile(join(dir, file.name)));
  const count = (name: string) => text.split(name).length - 1;
  assert.equal(count("loss/train"), 2);
  assert.equal(count("loss/validation"), 2);
  assert.equal(count("accuracy/validation"), 0);
  assert.equal(count("learning_rate"), 2);

  await Deno.writeTextFile(join(dir, "run.json"), "{}");
  (await tensorBoardLog(dir)).close();
  assert.equal(files().length, 1, "a new log replaces the old one");
  assert.equal(await Deno.readTextFile(join(dir, "run.json")), "{}", "other files stay");
});
