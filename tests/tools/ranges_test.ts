import { fromFileUrl, join } from "@std/path";
import assert from "node:assert/strict";
import { readFeatureTable } from "lib/data/read_feature_table.ts";
import { startEngine } from "lib/engine/start.ts";
import { filmFeatures } from "lib/training/film_features.ts";
import { readFilms } from "lib/data/read_films.ts";
import { openBackbone } from "lib/training/open_backbone.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";
import { films, makeStudy } from "./made_study.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

async function run(tool: string, args: string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", "--no-check", join(ROOT, "tools", tool), ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", INIT_CWD: ROOT, ...env },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out, err };
}

/** Writes a specification and runs it; says what was printed. */
async function sweep(
  out: string,
  spec: Record<string, unknown>,
  env?: Record<string, string>,
): Promise<string> {
  const file = join(await tempDir(), "spec.jsonc");
  await Deno.writeTextFile(file, JSON.stringify(spec));
  const { code, out: text, err } = await run("sweep.ts", [file, "--out", out], env);
  assert.equal(code, 0, text + err);
  return text;
}

Deno.test("a sweep of features gives the bits of one process, part by part, once", async () => {
  const data = await writeFolder({
    ...{ "covid/1.png": 1, "covid/2.png": 2, "covid/3.png": 3 },
    ...{ "normal/4.png": 4, "normal/5.png": 5 },
  });
  const out = await tempDir();
  const spec = { work: "features", data, models: "vgg16-random", films: 2, size: 32 };
  const first = await sweep(out, { ...spec, cpus: 1 });
  assert.match(first, /3 ranges of films, 0 done already/);
  assert.match(first, /3 of 3 ranges are done, 5 films/);
  const parts = Array.from(Deno.readDirSync(join(out, "features/vgg16-random")));
  assert.deepEqual(parts.map(({ name }) => name).sort(), [
    ...["0-2.parquet", "2-4.parquet", "4-5.parquet"],
  ]);
  const table = await readFeatureTable(join(out, "features/vgg16-random"));
  const set = await readFilms(data);
  assert.deepEqual(table.films.map(({ path }) => path), set.films.map(({ path }) => path));
  await startEngine({ seed: 1 });
  const options = { weightsDir: "", cacheDir: "", imageSize: [32, 32] as [number, number] };
  const backbone = await openBackbone("vgg16-random", options);
  const values: number[] = [];
  for await (const rows of filmFeatures(set, { backbone })) values.push(...rows.values);
  backbone.model.dispose();
  assert.deepEqual(Array.from(table.values), values);
  assert.match(await sweep(out, spec), /3 ranges of films, 3 done already/);
});

Deno.test("a sweep of an audit opens films by ranges, and the audit decodes none again", async () => {
  const data = await writeFolder(
    await films(Object.fromEntries(
      Array.from({ length: 24 }, (_, i) => [`${i % 2 ? "Covid" : "Normal"}/${i}.png`, i]),
    )),
  );
  const [out, cache] = [await tempDir(), await tempDir()];
  const text = await sweep(out, { work: "audit", data, films: 10 }, { CXR_CACHE: cache });
  assert.match(text, /3 of 3 ranges are done, 24 films\n.*deno task audit /);
  const kept = Array.from(Deno.readDirSync(join(cache, "inspections")));
  assert.equal(kept.length, 1);
  const file = join(cache, "inspections", kept[0].name);
  const before = (await Deno.stat(file)).mtime;
  const audit = await run("audit.ts", [data, "--repeats", "1"], { CXR_CACHE: cache });
  assert.equal(audit.code, 0, audit.err);
  assert.deepEqual((await Deno.stat(file)).mtime, before, "films were decoded anew");
});

Deno.test("a sweep of an evaluation comes to the report of one process", async () => {
  const { model } = await makeStudy();
  const data = await writeFolder({
    ...await films(Object.fromEntries(
      Array.from({ length: 14 }, (_, i) => [`${i % 2 ? "Covid" : "Normal"}/${i}.png`, 100 + i]),
    )),
    ...await films({ "Normal/known.png": 2 }),
    "Normal/broken.png": "no picture",
  });
  const out = await tempDir();
  const other = (await makeStudy()).model; // in a folder of the same name
  await Deno.writeTextFile(join(other, "bundle.json"), "\n", { append: true });
  const text = await sweep(out, { work: "evaluate", data, models: [model, other], films: 6 });
  assert.equal(Array.from(Deno.readDirSync(join(out, "answers"))).length, 2);
  const command = /deno task evaluate (--model .*)$/m.exec(text)![1].split(" ");
  const json = async (args: string[]) => {
    const { code, out, err } = await run("evaluate.ts", [...args, "--json"]);
    assert.equal(code, 0, err);
    return JSON.parse(out);
  };
  const report = await json(command);
  assert.equal(report.answered.films > 0, true);
  assert.deepEqual(report, await json(command.slice(0, 4)));
  const answers = await Deno.readTextFile(command.at(-1)!);
  const others = join(await tempDir(), "others.csv");
  await Deno.writeTextFile(others, answers.replace(/[0-9a-f]{8}\n/, "01234567\n"));
  const foreign = await run("evaluate.ts", [...command.slice(0, 4), "--answers", others]);
  assert.match(foreign.err, /Cannot read answers ".*others\.csv": they are another model's/);
  const missing = await run("evaluate.ts", [...command.slice(0, 4), "--answers", "no.csv"]);
  assert.match(missing.err, /^Cannot read answers ".*no\.csv": No such file/m);
});
