import { fromFileUrl, join } from "@std/path";
import assert from "node:assert/strict";
import { parseCsv } from "lib/data/csv.ts";
import { predictFilm } from "lib/experiments/predict_film.ts";
import { readTopic } from "lib/experiments/topic_results.ts";
import { loadBundle, saveBundle } from "lib/models/model_bundle.ts";
import sharp from "sharp";
import { evaluateOptions } from "../../tools/evaluate/evaluate_options.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";
import { films, makeStudy } from "./made_study.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** An untrained model of two classes with a gate, in a study whose training films are at hand. */
let made: Promise<{ out: string; model: string }> | undefined;
const study = () => made ??= makeStudy();

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", "--no-check", join(ROOT, "tools/evaluate.ts"), ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out, err };
}

Deno.test("deno task evaluate leaves out what the model knows, abstains, and says what predictFilm() says", async () => {
  const { out, model } = await study();
  const even = await sharp({ create: { width: 128, height: 128, channels: 3, background: "#777" } })
    .png().toBuffer();
  const elsewhere = await writeFolder({
    ...await films({
      "Normal/known.png": 2,
      ...Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`Normal/n${i}.png`, 100 + 2 * i])),
      ...Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`Covid/c${i}.png`, 101 + 2 * i])),
      "Viral Pneumonia/v.png": 200,
    }),
    "Normal/even.png": new Uint8Array(even),
    "Normal/broken.png": "no picture",
  });
  const html = join(await tempDir(), "page.html"), csv = join(await tempDir(), "films.csv");
  const { code, out: text, err } = await run(
    "--model",
    model,
    "--data",
    elsewhere,
    "--html",
    html,
    "--csv",
    csv,
  );
  assert.equal(code, 0, err);
  assert.match(text, /1 of 15 films left out, since the model knows them/);
  assert.match(text, /It gives no answer to 1 of 13 films, .*even grey/);
  assert.match(text, /1 film of "Viral Pneumonia", a class that the model does not know/);
  assert.match(text, /1 files could not be read/);
  assert.match(text, /Without a network, on the same films/);
  assert.match(text, /Not for diagnosis/);

  const rows = parseCsv(await Deno.readTextFile(csv));
  const bundle = await loadBundle(model);
  for (const { path, called, "COVID-19": p } of rows.filter((row) => row.called !== "")) {
    const answer = await predictFilm(bundle, join(elsewhere, path));
    assert.equal(called, answer.className);
    assert(Math.abs(Number(p) - answer.probabilities[1]) < 1e-6);
  }
  bundle.model.dispose();
  assert.match(
    rows.find(({ path }) => path === "Normal/known.png")!.left_out,
    /same .* in training/,
  );

  const page = await Deno.readTextFile(html);
  assert.match(page, /Not for diagnosis/);
  assert.match(page, /prefers|light-dark/);
  assert(!/src=|https?:\/\/(?!www\.w3\.org)/.test(page), "needs no other file");
  assert(!/data:image/.test(page), "shows no film");

  const results = await readTopic(out, "external");
  const shown = results.find(({ metric, split }) => metric === "accuracy" && split === "external")!;
  assert.deepEqual([shown.experiment, shown.n], ["T", 12]);
  assert.equal(results.find(({ metric }) => metric === "abstained")!.value, 1 / 13);
  assert(results.some(({ experiment }) => experiment === "floor-thumbnail:T"));
});

Deno.test("deno task evaluate says of healthy films alone how many are called ill; a second run replaces the first", async () => {
  const { out, model } = await study();
  const healthy = await writeFolder(
    await films(
      Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`healthy/${i}.png`, 300 + i])),
    ),
  );
  const zip = join(await tempDir(), "model.zip");
  const bundle = await loadBundle(model);
  await saveBundle(zip, bundle);
  bundle.model.dispose();
  for (let i = 0; i < 2; i++) {
    const { code, out: text } = await run(
      "--model",
      zip,
      "--data",
      healthy,
      "--out",
      out,
      "--json",
      "--name",
      "h",
    );
    assert.equal(code, 0);
    const answer = JSON.parse(text);
    assert.match(answer.notice, /Not for diagnosis/);
    assert.match(answer.words.warnings.join(), /NOT CHECKED whether/);
    assert.match(answer.words.warnings.join(), /No film of COVID-19 is left to test on/);
    assert.equal(answer.answered.metrics.auc.value, null);
    const { value } = answer.answered.metrics["called:Normal>COVID-19"];
    assert(value >= 0 && value <= 1);
  }
  assert.equal(
    (await readTopic(out, "external")).filter(({ metric, split, data }) =>
      metric === "accuracy" && split === "external" && data === "h"
    ).length,
    1,
  );
});

Deno.test("deno task evaluate --predictions judges another framework's file, one error a fault", async () => {
  const dir = await writeFolder({
    "p.csv": "path,true,Normal,COVID-19,view\n" +
      Array.from(
        { length: 24 },
        (_, i) =>
          `${i}.png,${i % 2 ? "COVID-19" : "Normal"},${i % 3 ? 0.8 : 0.3},${i % 3 ? 0.2 : 0.7},${
            i < 12 ? "AP" : "PA"
          }`,
      ).join("\n") + "\n",
    "bad.csv": "path,true,Normal,COVID-19\na.png,Normal,2,-1\n",
  });
  const { code, out } = await run("--predictions", join(dir, "p.csv"));
  assert.equal(code, 0);
  assert.match(out, /On the 24 films of p\.csv/);
  assert.match(out, /view=AP +12 /);
  assert.match(out, /NOT CHECKED whether the model was trained/);
  const flipped = await run("--predictions", join(dir, "p.csv"), "--positive", "Normal", "--json");
  assert.deepEqual(JSON.parse(flipped.out).model.classNames, ["COVID-19", "Normal"]);
  const bad = await run("--predictions", join(dir, "bad.csv"));
  assert.equal(bad.code, 1);
  assert.match(bad.err, /row 1 \("a\.png"\) has values outside of 0 to 1: 2, -1; are these logits/);
});

Deno.test("evaluateOptions() reads a command line and says what is wrong with it", () => {
  const read = (...args: string[]) => evaluateOptions(args, "/home/ada");
  const command = read("--model", "m", "--data", "a,/b", "--subgroups", "sex", "--json")!;
  assert.deepEqual(command.data, ["/home/ada/a", "/b"]);
  assert.deepEqual([command.model, command.subgroups, command.json], [
    "/home/ada/m",
    ["sex"],
    true,
  ]);
  assert.equal(read(), undefined);
  assert.equal(read("--help"), undefined);
  assert.throws(() => read("--data", "a"), /No model is named/);
  assert.throws(() => read("--model", "m"), /No films are named/);
  assert.throws(
    () => read("--model", "m", "--predictions", "p"),
    /either --model or --predictions/,
  );
  assert.throws(
    () => read("--model", "m", "--data", "a", "--threshold", ".3"),
    /a model's are frozen/,
  );
  assert.throws(() => read("--predictions", "p", "--threshold", "2"), /threshold of 2/);
  assert.throws(() => read("--predictions", "p", "--seed", "x"), /Cannot read --seed "x"/);
  assert.throws(
    () => read("--predictions", "p", "--subgroups", "race"),
    /any of view, sex, age, source/,
  );
  assert.throws(() => read("--predictions", "p", "--colour"), /Unknown option '--colour'/);
});
