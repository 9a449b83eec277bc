import { fromFileUrl, join } from "@std/path";
import assert from "node:assert/strict";
import { listedFilms } from "lib/data/listed_films.ts";
import { readFeatureTable } from "lib/data/read_feature_table.ts";
import { writeFeatureTable } from "lib/data/write_feature_table.ts";
import { cacheDir } from "lib/engine/native_library.ts";
import { tempDir, writeFolder } from "../data/test_films.ts";
import { featuresOptions } from "../../tools/features_options.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
const PLACES = { caller: "/home/ada", weights: "/home/ada/weights" };

Deno.test("featuresOptions() reads a command line", () => {
  const args = ["--data", "films", "--backbone", "phantom", "--out", "f.parquet"];
  const expected = {
    data: "/home/ada/films",
    manifest: undefined,
    backbone: "phantom",
    out: "/home/ada/f.parquet",
    range: [0, Infinity],
    weights: "/home/ada/weights",
    size: 224,
  };
  assert.deepEqual(featuresOptions(args, PLACES), expected);
  const range = (text: string) => featuresOptions([...args, "--range", text], PLACES)!.range;
  assert.deepEqual(range("5:10"), [5, 10]);
  assert.deepEqual(range("5:"), [5, Infinity]);
  assert.deepEqual(range(":10"), [0, 10]);
  assert.equal(featuresOptions([], PLACES), undefined);
  assert.equal(featuresOptions(["--help"], PLACES), undefined);
});

Deno.test("featuresOptions() says what is wrong with a command line", () => {
  const all: Record<string, string> = {
    "--data": "d",
    "--backbone": "phantom",
    "--out": "f.parquet",
  };
  const wrong = (changes: Record<string, string>, message: string | RegExp) => {
    const args = Object.entries({ ...all, ...changes }).filter(([, value]) => value).flat();
    assert.throws(() => featuresOptions(args, PLACES), { name: "RangeError", message });
  };
  wrong({ "--data": "" }, "Option --data is missing; see --help");
  wrong({ "--backbone": "resnet" }, /^Unknown backbone "resnet": expected one of mobilenet-v1, /);
  wrong({ "--out": "f.csv" }, 'Option --out names a .parquet file, not "f.csv"');
  wrong({ "--range": "7:7" }, 'Option --range is first:last, such as 0:5000, not "7:7"');
  wrong({ "--range": "5" }, /not "5"$/);
  wrong({ "--size": "8" }, 'Option --size is a whole number from 32, not "8"');
  wrong({ "--colour": "red" }, /^Unknown option '--colour'/);
});

async function run(tool: string, args: string[]): Promise<{ code: number; said: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "-A", join(ROOT, "tools", tool), ...args],
    cwd: ROOT,
    env: { INIT_CWD: ROOT },
  }).output();
  return { code, said: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test("features takes a range of the manifest and opens no other film", async () => {
  const dir = await writeFolder({ "covid/1.png": 1, "covid/2.png": 2, "normal/3.png": 3 });
  const manifest = await run("manifest.ts", ["--data", dir]);
  assert.match(manifest.said, /manifest\.csv: 3 films in 3 groups/);
  assert.equal((await listedFilms(dir))!.films.length, 3);
  await Deno.writeTextFile(join(dir, "covid/1.png"), "no film any more");

  const out = join(await tempDir(), "f.parquet");
  const args = ["--data", dir, "--backbone", "vgg16-random", "--size", "32", "--out", out];
  const done = await run("features.ts", [...args, "--range", "1:"]);
  assert.match(done.said, /f\.parquet: 2 of 3 films, 512 features each\n/);
  assert.match((await run("features.ts", [...args, "--range", "1:"])).said, /was there already/);
  const { films } = await readFeatureTable(out);
  assert.deepEqual(films.map(({ className }) => className), ["COVID-19", "Normal"]);
  const foreign = join(await tempDir(), "foreign.csv");
  await Deno.writeTextFile(foreign, "path,original_name\n1.png,a\n");
  const refused = await run("manifest.ts", ["--data", dir, "--out", foreign]);
  assert.match(refused.said, /foreign\.csv": it is somebody else's; name another file with --out/);
  const useless = await run("features.ts", [...args, "--manifest", foreign]);
  assert.match(useless.said, /^Cannot use ".*": expected a manifest with path, class, SHA-256/m);
  const broken = await run("features.ts", args);
  assert.equal(broken.code, 1);
  assert.match(broken.said, /covid\/1\.png": its content is another than its SHA-256 says/);
});

const python = join(cacheDir(), "mlflow-3.17.2", "bin", "python");
const hasPandas = await Deno.stat(python).then(() => true, () => false);

Deno.test({
  name: "writeFeatureTable() writes what pandas reads",
  ignore: !hasPandas, // MLflow's environment has pandas and pyarrow
  fn: async () => {
    const dir = await tempDir();
    const film = { sha256: "ab", className: "Röntgen", split: "test" as const, group: "g" };
    for (const part of [0, 1]) {
      const films = Array.from({ length: 3 }, (_, i) => ({ ...film, path: `${3 * part + i}.png` }));
      const values = Float32Array.from({ length: 12 }, (_, i) => (12 * part + i) / 3);
      const options = { numFeatures: 4, about: { backbone: "x" } };
      await writeFeatureTable(join(dir, `${part}.parquet`), [{ films, values }], options);
    }
    const code = [
      "import numpy, pandas, pyarrow.parquet, sys",
      "df = pandas.read_parquet(sys.argv[1])",
      'x = numpy.stack(df["features"])',
      'print(list(df.columns), list(df["path"]), set(df["class"]), x.dtype, x.shape)',
      "print((x == (numpy.arange(24) / 3).astype('float32').reshape(6, 4)).all())",
      "print(pyarrow.parquet.read_schema(sys.argv[1] + '/0.parquet').metadata[b'backbone'])",
    ].join("\n");
    const { stdout, stderr } = await new Deno.Command(python, { args: ["-c", code, dir] }).output();
    assert.equal(
      new TextDecoder().decode(stdout),
      "['path', 'sha256', 'class', 'split', 'group', 'features'] " +
        "['0.png', '1.png', '2.png', '3.png', '4.png', '5.png'] {'Röntgen'} float32 (6, 4)\n" +
        "True\nb'x'\n",
      new TextDecoder().decode(stderr),
    );
  },
});
