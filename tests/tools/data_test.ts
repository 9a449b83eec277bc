import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { dirname, fromFileUrl } from "@std/path";
import { runData } from "../../tools/data.ts";
import { CATALOGUE, defaultFolder, type PublicSet } from "../../tools/download/catalogue.ts";
import { type FetchOptions, fetchSet } from "../../tools/download/fetch_set.ts";
import { type FileChecksum, parseChecksums } from "../../tools/download/verify_files.ts";
import { realData } from "../real_data.ts";
import { writeZip } from "./write_zip.ts";

const PROJECT = fromFileUrl(new URL("../../", import.meta.url));
const [raikokte] = CATALOGUE;
const FILMS = { "train/Covid/a.png": "first", "test/Normal/b.jpeg": "second" };
const ARCHIVE = writeZip(
  Object.entries(FILMS).map(([path, content]) => ({ name: `Covid19-dataset/${path}`, content })),
);
const CHECKSUMS = Object.entries(FILMS).map(([path, content]): FileChecksum => (
  { path, bytes: content.length, sha256: hash("sha256", content) }
));

function hash(algorithm: string, content: string | Uint8Array): string {
  return createHash(algorithm).update(content).digest("hex");
}

/** A server of one file, an empty place for a set, and a way to fetch into it. */
async function bench(answer: () => Response, set: PublicSet = raikokte) {
  let requests = 0;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => (requests++, answer()),
  );
  const root = await Deno.makeTempDir();
  const said: string[] = [];
  return {
    root,
    said,
    requests: () => requests,
    left: () => [...Deno.readDirSync(root)].map(({ name }) => name).sort(),
    fetch: (options: Partial<FetchOptions> = {}) =>
      fetchSet(set, {
        dir: `${root}/set`,
        url: `http://127.0.0.1:${server.addr.port}/`,
        checksums: CHECKSUMS,
        say: (line) => said.push(line),
        backoffMs: 1,
        tries: 2,
        ...options,
      }),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("fetchSet() downloads, unpacks, checks, and leaves licence and citation", async () => {
  await using at = await bench(() => new Response(ARCHIVE));
  assert.deepEqual(await at.fetch(), []);
  for (const [path, content] of Object.entries(FILMS)) {
    assert.equal(await Deno.readTextFile(`${at.root}/set/${path}`), content);
  }
  const licence = await Deno.readTextFile(`${at.root}/set/LICENCE.txt`);
  assert.match(licence, /CC BY-SA 4\.0/);
  assert.match(await Deno.readTextFile(`${at.root}/set/CITATION.txt`), /Pranav Raikote/);
  assert.deepEqual(at.left(), ["set"]);
  // The licence stands before the address in what the user is told.
  assert.match(at.said[0], /Licence: +CC BY-SA 4\.0.*\nCitation: Pranav Raikote/);
  assert.match(at.said[1], /^From: +http/);
  assert(at.said.includes("train/Covid: 1 files"));
  assert(at.said.includes("Checked against 2 known checksums of 2 files: all fit"));
});

Deno.test("fetchSet() does nothing where the set is there and complete", async () => {
  await using at = await bench(() => new Response(ARCHIVE));
  await at.fetch();
  assert.deepEqual(await at.fetch(), []);
  assert.equal(at.requests(), 1);
  const dir = `${at.root}/set`;
  assert.equal(at.said.at(-1), `raikokte is in "${dir}" already, complete: 2 files, as they came`);
});

Deno.test("fetchSet() names films that are missing or changed since they came", async () => {
  await using at = await bench(() => new Response(ARCHIVE));
  await at.fetch();
  const dir = `${at.root}/set`;
  await Deno.writeTextFile(`${dir}/train/Covid/a.png`, "First");
  await Deno.remove(`${dir}/test/Normal/b.jpeg`);
  await assert.rejects(at.fetch(), {
    message: `Cannot use "${dir}": 2 of its 2 files are not as they came:\n` +
      "test/Normal/b.jpeg: missing\ntrain/Covid/a.png: changed, SHA-256 " +
      `${hash("sha256", "First")} instead of ${CHECKSUMS[0].sha256}\n` +
      "Remove the folder and run this again",
  });
});

Deno.test("fetchSet() keeps and names films that differ from the known originals", async () => {
  await using at = await bench(() => new Response(ARCHIVE));
  const checksums = [
    { ...CHECKSUMS[0], bytes: 6 },
    { path: "test/Covid/c.png", bytes: NaN, sha256: "" },
  ];
  const lines = [
    "train/Covid/a.png: changed, 5 bytes instead of 6",
    "test/Covid/c.png: missing",
    "test/Normal/b.jpeg: not among the known files",
  ];
  assert.deepEqual(await at.fetch({ checksums }), lines);
  assert(at.said.includes("Checked against 1 known checksums of 2 files: 3 differ"));
  // A later run does not forget.
  assert.deepEqual(await at.fetch({ checksums }), lines);
});

Deno.test("fetchSet() records the checksums of a set that has none published", async () => {
  const set = CATALOGUE.find(({ name }) => name === "ozturk")!;
  const name = "COVID-19-master/X-Ray Image DataSet/Pneumonia/1.png";
  await using at = await bench(() => new Response(writeZip([{ name, content: "film" }])), set);
  assert.deepEqual(await at.fetch({ checksums: undefined }), []);
  const record = JSON.parse(await Deno.readTextFile(`${at.root}/set/.checksums.json`));
  const sha256 = hash("sha256", "film");
  assert.deepEqual(record.files, [{ path: "Pneumonia/1.png", bytes: 4, sha256 }]);
  assert.equal(record.source, set.url);
  assert.match(record.archive.sha256, /^[0-9a-f]{64}$/);
});

Deno.test("fetchSet() goes on after a stop, and after a kill between download and unpacking", async () => {
  await using at = await bench(() => new Response(ARCHIVE));
  const stop = new AbortController();
  const stopped = at.fetch({ signal: stop.signal, onProgress: () => stop.abort() });
  await assert.rejects(stopped, { name: "AbortError" });
  assert.deepEqual(at.left(), [".set.download.part", ".set.download.part.json"]);
  // As a kill leaves it: the archive is whole, the folder half unpacked.
  await Deno.writeFile(`${at.root}/.set.download`, ARCHIVE);
  await Deno.mkdir(`${at.root}/.set.unpacking/train/Covid`, { recursive: true });
  await Deno.writeTextFile(`${at.root}/.set.unpacking/train/Covid/a.png`, "fir");
  assert.deepEqual(await at.fetch(), []);
  assert.equal(at.requests(), 1);
  assert.equal(await Deno.readTextFile(`${at.root}/set/train/Covid/a.png`), "first");
});

Deno.test("fetchSet() gives the ways out where Kaggle wants a login", async () => {
  await using at = await bench(() => new Response("", { status: 403 }));
  const error: Error = await at.fetch().then(() => assert.fail(), (error) => error);
  assert.match(error.message, /^Cannot download http.*: answer 403\nKaggle may want a login/);
  assert.match(error.message, /KAGGLE_USERNAME and KAGGLE_KEY/);
  assert.match(
    error.message,
    /By hand: .*pranavraikokte.* deno task data raikokte --from FILE.zip/,
  );
  assert.equal(at.requests(), 1);
  assert.deepEqual(at.left(), []);
});

Deno.test("fetchSet() removes a bad archive that it downloaded, so that it comes anew", async () => {
  const answers = [ARCHIVE.slice(0, -9), ARCHIVE];
  await using at = await bench(() => new Response(answers.shift()));
  await assert.rejects(at.fetch(), { name: "SyntaxError", message: /Cannot unpack/ });
  assert.deepEqual(at.left(), []);
  assert.deepEqual(await at.fetch(), []);
});

Deno.test("fetchSet() takes a file that was downloaded by hand, and leaves it", async () => {
  await using at = await bench(() => assert.fail());
  const from = `${at.root}/archive.zip`;
  await Deno.writeFile(from, ARCHIVE);
  assert.deepEqual(await at.fetch({ from }), []);
  assert.deepEqual(at.left(), ["archive.zip", "set"]);
  const page = `${at.root}/page.zip`;
  await Deno.writeTextFile(page, "<!doctype html><title>Login</title>");
  await assert.rejects(at.fetch({ from: page, dir: `${at.root}/other` }), {
    message: `Cannot unpack "${page}": it is a web page, perhaps a login page saved under this ` +
      "name; get it again from its source",
  });
  assert.deepEqual(at.left(), ["archive.zip", "page.zip", "set"]);
});

Deno.test("fetchSet() says that an archive holds other folders than it knows", async () => {
  await using at = await bench(() => new Response(writeZip([{ name: "a/b.png" }])));
  await assert.rejects(at.fetch(), /Cannot find the films of raikokte.*unpack it by hand/);
});

Deno.test("fetchSet() touches no folder with other files, and lets only one run in", async () => {
  await using at = await bench(() => new Response(ARCHIVE));
  await Deno.mkdir(`${at.root}/set`);
  await Deno.writeTextFile(`${at.root}/set/thesis.txt`, "mine");
  await assert.rejects(at.fetch(), /other files are in it; choose a folder with --dir/);
  await Deno.remove(`${at.root}/set/thesis.txt`);
  using lock = await Deno.open(`${at.root}/.set.lock`, { write: true, create: true });
  await lock.lock(true);
  await assert.rejects(at.fetch(), /another run is doing so; wait for it/);
  await lock.unlock();
  assert.deepEqual(await at.fetch(), []); // an empty folder is taken
});

Deno.test("fetchSet() keeps weights only with the published MD5", async () => {
  const vgg16 = CATALOGUE.find(({ name }) => name === "vgg16")!;
  const bytes = new TextEncoder().encode("weights");
  const file = { name: "w.h5", bytes: bytes.length, md5: hash("md5", bytes) };
  const answers = [bytes.toReversed(), bytes];
  await using at = await bench(() => new Response(answers.shift()), { ...vgg16, file });
  await assert.rejects(at.fetch({ checksums: undefined }), {
    name: "SyntaxError",
    message: /as w\.h5: expected MD5 [0-9a-f]{32} but found [0-9a-f]{32}; get it again/,
  });
  assert.deepEqual(at.left(), []);
  assert.deepEqual(await at.fetch({ checksums: undefined }), []);
  assert.equal(await Deno.readTextFile(`${at.root}/set/w.h5`), "weights");
  assert.deepEqual(at.left(), ["set"]);
});

Deno.test("raikokte's known originals are its 317 films, ten groups of them alike", async () => {
  const { list, unknown } = raikokte.originals!;
  const known = parseChecksums(await Deno.readTextFile(`${PROJECT}/data/${list}`));
  const paths = [...known.map(({ path }) => path), ...unknown];
  const counts = Map.groupBy(paths, dirname);
  assert.deepEqual(Object.fromEntries([...counts].map(([name, all]) => [name, all.length])), {
    "test/Covid": 26,
    "test/Normal": 20,
    "test/Viral Pneumonia": 20,
    "train/Covid": 111,
    "train/Normal": 70,
    "train/Viral Pneumonia": 70,
  });
  assert.equal(new Set(paths).size, 317);
  assert(known.every(({ bytes, sha256 }) => bytes > 0 && /^[0-9a-f]{64}$/.test(sha256)));
  const alike = [...Map.groupBy(known, ({ sha256 }) => sha256).values()]
    .filter((films) => films.length > 1);
  assert.equal(alike.length, 10);
});

const sample = realData("raw-sample");
Deno.test({
  name: "raikokte's known originals fit the films that are here in their original bytes",
  ignore: sample === undefined,
  async fn() {
    const names = [...Deno.readDirSync(sample!)].map(({ name }) => name);
    const entries = names.map((name) => ({
      name: `Covid19-dataset/${name.replaceAll("__", "/").replace("Viral_", "Viral ")}`,
      content: Deno.readFileSync(`${sample}/${name}`),
    }));
    await using at = await bench(() => new Response(writeZip(entries)));
    const lines = await at.fetch({ checksums: undefined });
    assert.equal(names.length, 32);
    assert.equal(lines.filter((line) => line.endsWith(": missing")).length, 317 - 32);
    assert.equal(lines.length, 317 - 32);
  },
});

Deno.test("defaultFolder() is in CXR_DATA or CXR_WEIGHTS, else in the project's data folder", () => {
  const vgg16 = CATALOGUE.find(({ name }) => name === "vgg16")!;
  const env = (name: string) => ({ CXR_DATA: "/films", CXR_WEIGHTS: "/weights" })[name];
  assert.equal(defaultFolder(raikokte, env), "/films/raikokte");
  assert.equal(defaultFolder(vgg16, env), "/weights/vgg16");
  assert.equal(defaultFolder(raikokte, () => ""), `${PROJECT}data/films/raikokte`);
  assert.equal(defaultFolder(vgg16, () => undefined), `${PROJECT}data/weights/vgg16`);
});

Deno.test("the catalogue names licence, citation and https addresses", () => {
  for (const set of CATALOGUE) {
    assert(set.licence && set.citation && set.title, set.name);
    for (const address of [set.page, set.url]) assert.equal(new URL(address).protocol, "https:");
    assert.equal(set.file === undefined, set.pick !== undefined, set.name);
  }
  assert.equal(new Set(CATALOGUE.map(({ name }) => name)).size, CATALOGUE.length);
});

/** Runs `deno task data` with the permissions that deno.json grants, and asks for no others. */
async function task(args: string[], env: Record<string, string> = {}) {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${PROJECT}/deno.json`));
  const { command = tasks.data } = tasks.data;
  const [deno, run, ...own] = command.split("&&").at(-1).trim().split(" ");
  assert.deepEqual([deno, run], ["deno", "run"]);
  const output = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", ...own, ...args],
    cwd: PROJECT,
    env: { NO_COLOR: "1", ...env },
  }).output();
  const [out, err] = [output.stdout, output.stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code: output.code, out, err };
}

Deno.test("data lists what there is, and what is here", async () => {
  const root = await Deno.makeTempDir();
  await Deno.mkdir(`${root}/ozturk`);
  const { code, out, err } = await task([], { CXR_DATA: root, CXR_WEIGHTS: root });
  assert.deepEqual([code, err], [0, ""]);
  for (const set of CATALOGUE) assert(out.includes(`${set.name} `), set.name);
  assert.match(out, /raikokte +317 films \(Covid, Normal, Viral Pneumonia\)/);
  assert.match(out, /Here: not here yet/);
  assert.match(out, /not fetched by this command, but there is a folder ".*ozturk"/);
});

Deno.test("data takes an archive by hand and exits 1 where films are not the known ones", async () => {
  const root = await Deno.makeTempDir();
  await Deno.writeFile(`${root}/a.zip`, ARCHIVE);
  const args = ["raikokte", "--from", `${root}/a.zip`, "--dir", `${root}/films`];
  const { code, out, err } = await task(args);
  assert.equal(code, 1, err);
  assert.match(out, /Licence: +CC BY-SA 4\.0/);
  assert.match(err, /test\/Covid\/0100\.jpeg: missing\n/);
  assert.match(err, /test\/Normal\/b\.jpeg: not among the known files\n/);
  assert.match(err, /319 files differ from the originals/);
  assert.equal(await Deno.readTextFile(`${root}/films/train/Covid/a.png`), "first");
});

Deno.test("data says what it can fetch where the name is wrong", async () => {
  const { code, err } = await task(["kaggle"]);
  assert.equal(code, 1);
  assert.match(err, /^Cannot fetch "kaggle": expected one of raikokte, akhilkasare, education454/);
  assert.match(err, /Usage: deno task data NAME/);
  assert.equal((await task(["raikokte", "--dirr", "x"])).code, 1);
});

Deno.test("runData() returns 130 when it is stopped", async () => {
  const root = await Deno.makeTempDir();
  await Deno.writeFile(`${root}/a.zip`, ARCHIVE);
  const args = ["raikokte", "--from", `${root}/a.zip`, "--dir", `${root}/films`];
  assert.equal(await runData(args, AbortSignal.abort()), 130);
  assert.deepEqual([...Deno.readDirSync(root)].map(({ name }) => name), ["a.zip"]);
});
