import { fromFileUrl, join } from "@std/path";
import assert from "node:assert/strict";
import { readSplit } from "lib/data/split.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";
import { trainOptions } from "../../tools/train_options.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
const PLACES = { caller: "/home/ada", weights: "/home/ada/weights" };

Deno.test("trainOptions() reads a command line", () => {
  const args = ["E", "--data", "a,phantom", "--out", "o", "--seed", "3", "--learning-rate", "1e-4"];
  assert.deepEqual(trainOptions(args, PLACES), {
    recipe: "E",
    data: ["/home/ada/a", "phantom"],
    out: "/home/ada/o",
    profile: "full",
    seed: 3,
    splitSeed: 1,
    folds: undefined,
    weights: "/home/ada/weights",
    changes: { learningRate: 1e-4 },
  });
  assert.equal(trainOptions(["--help"], PLACES), undefined);
  assert.equal(trainOptions(["B2:mobilenet-v1", "--out", "o"], PLACES)!.recipe, "B2:mobilenet-v1");
  assert.deepEqual(
    trainOptions(["A", "--out", "o", "--fold", "2", "--repeat", "1"], PLACES)!.folds,
    { k: 5, fold: 2, repeat: 1, deal: "grouped" },
  );
});

Deno.test("trainOptions() says what is wrong with a command line", () => {
  const message = (...args: string[]) => {
    try {
      trainOptions(args, PLACES);
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.match(message("Z", "--out", "o")!, /^Unknown recipe "Z": expected one of A, A\+, B1/);
  assert.match(message("B2", "--out", "o")!, /^Recipe B2 needs a backbone/);
  assert.equal(message("A"), "Option --out is missing: name the folder of the results");
  assert.equal(
    message("A", "--out", "o", "--epochs", "1.5"),
    'Option --epochs is a whole number from 1, not "1.5"',
  );
  assert.equal(
    message("A", "--out", "o", "--profile", "huge"),
    'Option --profile is "quick" or "full", not "huge"',
  );
  assert.equal(
    message("A", "--out", "o", "--fold", "5"),
    'Option --fold is at most 4 with 5 folds, not "5"',
  );
  assert.match(message("A", "--out", "o", "--repeat", "1")!, /need --fold/);
  assert.match(message("A", "--out", "o", "--colour", "red")!, /Unknown option '--colour'/);
  assert.match(message("A", "E", "--out", "o")!, /^Expected one recipe but found 2/);
});

function train(data: string, out: string): Deno.ChildProcess {
  const args = ["A", "--data", data, "--out", out, "--profile", "quick", "--epochs", "40"];
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", join(ROOT, "tools/train.ts"), ...args],
    cwd: ROOT,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("train --fold holds one fold out, in a folder of its own", async () => {
  const files: Record<string, number> = {};
  ["Covid", "Normal", "Viral Pneumonia"].forEach((name, k) => {
    for (let i = 0; i < 8; i++) files[`${name}/${i}.png`] = 100 * k + i;
  });
  const [data, out] = [await writeFolder(files), await tempDir()];
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-q", "-A", join(ROOT, "tools/train.ts"), "A", "--data", data, "--out", out],
      ...["--profile", "quick", "--epochs", "1", "--fold", "1", "--folds", "4"],
    ],
    cwd: ROOT,
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  const [{ name }] = [...Deno.readDirSync(join(out, "units"))];
  assert.match(name, /^A-repeat-0-fold-1-seed-1-[0-9a-f]{16}$/);
  const dir = join(out, "units", name);
  const tested = (await readSplit(join(dir, "split.csv"))).filter(({ split }) => split === "test");
  assert.equal(tested.length, 6);
  assert((await Deno.stat(join(dir, "experiments", "A", "seed-1", "predictions.csv"))).isFile);
});

Deno.test("train killed in the middle goes on to the same weights, to the bit", async () => {
  const files: Record<string, number> = {};
  ["Covid", "Normal", "Viral Pneumonia"].forEach((name, k) => {
    for (let i = 0; i < 20; i++) {
      files[`${i < 16 ? "train" : "test"}/${name}/${i}.png`] = 100 * k + i;
    }
  });
  const data = await writeFolder(files);
  const [through, killed] = [await tempDir(), await tempDir()];
  const run = (out: string) => join(out, "experiments", "A", "seed-1");

  const first = await train(data, through).output();
  const said = new TextDecoder().decode(first.stdout);
  assert.equal(first.code, 0, new TextDecoder().decode(first.stderr));
  assert.match(said, /Not for diagnosis/);
  assert.match(said, /test +0\.\d+ of 12 films, 95 % interval/);

  const victim = train(data, killed);
  const checkpoint = join(run(killed), "checkpoint.bin");
  while (!await Deno.stat(checkpoint).then(() => true, () => false)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  victim.kill("SIGKILL");
  await Promise.all([victim.status, victim.stdout.cancel(), victim.stderr.cancel()]);
  const wasUnfinished = !await Deno.stat(join(run(killed), "run.json")).then(
    () => true,
    () => false,
  );
  assert(wasUnfinished, "the training was over before it was killed");

  const second = await train(data, killed).output();
  assert.equal(second.code, 0, new TextDecoder().decode(second.stderr));
  for (const file of ["model/weights.bin", "predictions.csv"]) {
    assert.deepEqual(
      await Deno.readFile(join(run(killed), file)),
      await Deno.readFile(join(run(through), file)),
      file,
    );
  }
  const left = [...Deno.readDirSync(run(killed))].map(({ name }) => name.replace(/\..*\d.*$/, ""));
  assert.deepEqual(left.sort(), [
    "events",
    "history.csv",
    "model",
    "predictions.csv",
    "results.csv",
    "run.json",
  ]);
});

Deno.test("predict answers for films, names those it cannot read, and exits 1 for them", async () => {
  const data = await writeFolder({
    "train/covid/1.png": 1,
    "train/normal/1.png": 2,
    "test/covid/1.png": 3,
    "test/normal/1.png": 4,
    "broken.png": "no picture",
  });
  const out = await tempDir();
  const command = (tool: string, ...args: string[]) =>
    new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "-A", join(ROOT, "tools", tool), ...args],
      cwd: ROOT,
    }).output();
  const epochs = ["--profile", "quick", "--epochs", "1"];
  const trained = await command("train.ts", "C", "--data", data, "--out", out, ...epochs);
  assert.equal(trained.code, 0, new TextDecoder().decode(trained.stderr));

  const model = join(out, "experiments/C/seed-1/model");
  const films = [join(data, "test/covid/1.png"), join(data, "broken.png")];
  const { code, stdout } = await command("predict.ts", ...films, "--model", model, "--json");
  const answer = JSON.parse(new TextDecoder().decode(stdout));
  assert.equal(code, 1);
  assert.match(answer.notice, /Not for diagnosis/);
  const [good, bad] = answer.films;
  const sum = Object.values(good.probabilities as Record<string, number>).reduce((a, b) => a + b);
  assert(Math.abs(sum - 1) < 1e-6 && ["Normal", "COVID-19"].includes(good.class));
  assert.match(bad.error, /broken\.png/);

  const missing = await command("predict.ts", films[0], "--model", data);
  assert.equal(missing.code, 1);
  assert.match(
    new TextDecoder().decode(missing.stderr),
    /^No model in ".*": name a folder that "deno task train"/,
  );
});
