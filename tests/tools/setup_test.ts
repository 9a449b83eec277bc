import assert from "node:assert/strict";
import { join } from "@std/path";
import { nativeLibrary, type Wheel } from "lib/engine/native_library.ts";
import { addonArguments, HEADERS, ZIG_WHEELS } from "../../tools/setup/compile_addon.ts";
import { CUDA_WHEELS } from "../../tools/setup/cuda_wheels.ts";
import {
  fetchWheel,
  pipArguments,
  pipFailure,
  pipRequirement,
} from "../../tools/setup/fetch_wheel.ts";
import { parseGpu } from "../../tools/setup/find_gpu.ts";
import { findPip } from "../../tools/setup/find_pip.ts";
import { installCanvas } from "../../tools/setup/install_canvas.ts";
import {
  hostName,
  lockHash,
  missingParts,
  opsFiles,
  opsHash,
  RECORD_FILE,
  type SetupRecord,
} from "../../tools/setup/missing_parts.ts";
import { engineProblem } from "../../tools/setup/probe_engine.ts";
import { lastLines, runCommand } from "../../tools/setup/run_command.ts";
import { unpackWheel } from "../../tools/setup/unpack_wheel.ts";
import { withLock } from "../../tools/setup/with_lock.ts";
import { writeZip } from "./write_zip.ts";

const LINUX = { os: "linux", arch: "x86_64", cache: "/cache" };

Deno.test("every pinned wheel has a SHA-256, a size and a file name of its version", () => {
  const all = [nativeLibrary(LINUX).wheel, ...CUDA_WHEELS, ...Object.values(ZIG_WHEELS)];
  for (const wheel of all) {
    assert.match(wheel.sha256, /^[0-9a-f]{64}$/);
    assert.ok(wheel.bytes > 1e6);
    assert.ok(wheel.file.startsWith(`${wheel.package.replaceAll("-", "_")}-${wheel.version}-`));
  }
});

Deno.test("missingParts() is empty after set-up and says what has changed since", async () => {
  await using project = await fakeProject();
  const target = { project: project.dir, cache: "/cache", device: "auto" };
  assert.deepEqual(await missingParts(target), []);

  assert.deepEqual(await missingParts({ ...target, cache: "/other" }), [
    'the cache is now "/other"',
  ]);
  assert.deepEqual(await missingParts({ ...target, device: "cpu" }), ['CXR_DEVICE is now "cpu"']);
  await Deno.writeTextFile(join(project.dir, "deno.lock"), "{}");
  await Deno.writeTextFile(join(project.dir, "addon.node"), "cut");
  await Deno.writeTextFile(join(project.dir, "lib", "engine", "ops", "an_op.cc"), "// C--");
  assert.deepEqual(await missingParts(target), [
    "deno.lock has changed",
    '"lib/engine/ops" has changed',
    '"addon.node" is missing or damaged',
  ]);
  await Deno.remove(join(project.dir, "addon.node"));
  assert.equal((await missingParts(target)).at(-1), '"addon.node" is missing or damaged');
});

Deno.test("missingParts() asks for set-up where its record is missing or damaged", async () => {
  await using project = await fakeProject();
  const target = { project: project.dir, cache: "/cache", device: "auto" };
  for (const damaged of ["", '{"lock": "', "null"]) {
    await Deno.writeTextFile(join(project.dir, RECORD_FILE), damaged);
    assert.deepEqual(await missingParts(target), ["set-up has not run here"]);
  }
  await Deno.remove(join(project.dir, RECORD_FILE));
  assert.deepEqual(await missingParts(target), ["set-up has not run here"]);
});

Deno.test("tools/setup.ts --if-needed takes no action where nothing is missing", async () => {
  await using project = await fakeProject();
  const root = join(import.meta.dirname!, "..", "..");
  const files = ["tools/setup.ts", "tools/setup/missing_parts.ts", "lib/engine/native_library.ts"];
  for (const file of [...files, "lib/std_path/deno.json", "lib/std_path/mod.ts"]) {
    await Deno.mkdir(join(project.dir, file, ".."), { recursive: true });
    await Deno.copyFile(join(root, file), join(project.dir, file));
  }
  const imports = { "lib/": "./lib/", "@std/path": "./lib/std_path/mod.ts" };
  await Deno.writeTextFile(join(project.dir, "deno.json"), JSON.stringify({ imports }));

  // Without the right to write or to run, an action would fail; so would loading the installer.
  const check = () =>
    runCommand([
      ...[Deno.execPath(), "run", "--quiet", "--no-prompt", "--no-lock"],
      ...["--allow-read", "--allow-env", "tools/setup.ts", "--if-needed"],
    ], { cwd: project.dir, env: { CXR_CACHE: "/cache", CXR_DEVICE: "" } });
  const { success, output } = await check();
  assert.equal(output, "");
  assert.equal(success, true);

  await Deno.remove(join(project.dir, "addon.node"));
  assert.match((await check()).output, /set_up\.ts/);
});

Deno.test("pipArguments() tells pip the platform by the wheel's tags", () => {
  const joined = pipArguments(nativeLibrary(LINUX).wheel).join(" ");
  assert.match(joined, /^download --require-hashes --no-deps --only-binary=:all:/);
  assert.match(joined, /--platform manylinux_2_27_x86_64 --python-version 3\.11/);
  assert.match(joined, /--implementation cp --abi cp311 --abi none$/);
  const zig = pipArguments(ZIG_WHEELS["linux-x86_64"]).filter((word) => word === "--platform");
  assert.equal(zig.length, 3);
});

Deno.test("pipRequirement() pins version and hash", () => {
  assert.equal(
    pipRequirement(nativeLibrary(LINUX).wheel),
    "tensorflow-cpu==2.21.0 --hash=sha256:" +
      "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
  );
});

Deno.test("pipFailure() tells a full disk, a wrong hash, no network and no such wheel apart", () => {
  const { wheel } = nativeLibrary(LINUX);
  const said = (output: string) => pipFailure(wheel, output);
  assert.match(said("OSError: [Errno 28] No space left on device"), /disk is full; .*CXR_CACHE/);
  assert.match(said("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM"), /SHA-256 is not 2b847/);
  assert.match(
    said(
      "WARNING: Retrying after connection broken by 'NewConnectionError'\n" +
        "ERROR: Could not find a version that satisfies the requirement",
    ),
    /cannot be reached; check the network/,
  );
  assert.match(
    said("ERROR: No matching distribution found for tensorflow-cpu==2.21.0"),
    /does not have it; check "pip config list"/,
  );
  assert.match(
    said("Traceback …\nKeyError: 1"),
    /run the task again, or upgrade pip.*KeyError: 1/s,
  );
});

Deno.test("fetchWheel() checks the hash itself and keeps a whole wheel for the next run", async () => {
  await using folder = await temporaryFolder();
  const wheel = await fakeWheel("the wheel");
  const pip = await fakeProgram(folder.dir, "pip", deliver(wheel, "the wheel"));
  const options = { downloads: join(folder.dir, "kept"), work: join(folder.dir, "work") };
  const path = await fetchWheel(wheel, { ...options, pip: [pip] });
  assert.equal(await Deno.readTextFile(path), "the wheel");

  // Now pip would fail: the kept wheel is taken. A damaged one is fetched again.
  const broken = await fakeProgram(folder.dir, "broken", "echo Traceback >&2; exit 1");
  assert.equal(await fetchWheel(wheel, { ...options, pip: [broken] }), path);
  await Deno.writeTextFile(path, "the whe");
  await assert.rejects(fetchWheel(wheel, { ...options, pip: [broken] }), /Cannot download "a-1/);
  await fetchWheel(wheel, { ...options, pip: [pip] });
  assert.equal(await Deno.readTextFile(path), "the wheel");
});

Deno.test("fetchWheel() refuses a file with another hash, whatever pip says", async () => {
  await using folder = await temporaryFolder();
  const wheel = await fakeWheel("the wheel");
  const pip = await fakeProgram(folder.dir, "pip", deliver(wheel, "something else"));
  const options = { downloads: join(folder.dir, "kept"), work: join(folder.dir, "work") };
  await assert.rejects(fetchWheel(wheel, { ...options, pip: [pip] }), /Cannot download "a-1\.0/);
  assert.deepEqual([...Deno.readDirSync(options.downloads)], []);
});

Deno.test("findPip() takes Python's own pip, else uv's, else one it makes", async () => {
  await using folder = await temporaryFolder();
  await withPath(folder.dir, async () => {
    const work = join(folder.dir, "work");
    await assert.rejects(findPip(work), /Cannot run python3 \("python3" is not installed\).*uv/);

    const noPip = 'case "$1" in --version) echo Python 3.12;; *) exit 1;; esac';
    await fakeProgram(folder.dir, "python3", noPip);
    await assert.rejects(findPip(work), /comes without it; .*apt install python3-pip python3-venv/);

    const withVenv = 'case "$2" in venv) exit 0;; *) exit 1;; esac';
    await fakeProgram(folder.dir, "python3", withVenv);
    assert.deepEqual(await findPip(work), [join(work, "venv/bin/python"), "-m", "pip"]);

    await fakeProgram(folder.dir, "uvx", "exit 0");
    assert.deepEqual(await findPip(work), ["uvx", "pip"]);
    await fakeProgram(folder.dir, "python3", "exit 0");
    assert.deepEqual(await findPip(work), ["python3", "-m", "pip"]);
  });
});

Deno.test("unpackWheel() takes what is wanted, with its rights, and counts the bytes", async () => {
  await using folder = await temporaryFolder();
  const wheel = join(folder.dir, "a.whl");
  await Deno.writeFile(
    wheel,
    writeZip([
      { name: "a/lib/one.so", content: "first", mode: 0o100755 },
      { name: "a/include/c/api.h", content: "second" },
      { name: "a/python/__init__.py", content: "third" },
    ]),
  );
  const dir = join(folder.dir, "out");
  const seen: number[][] = [];
  await unpackWheel(wheel, {
    dir,
    wanted: ["a/lib/one.so", "a/include/"],
    flush: true,
    onProgress: (done, total) => seen.push([done, total]),
  });
  assert.equal(await Deno.readTextFile(join(dir, "a/lib/one.so")), "first");
  assert.equal((await Deno.stat(join(dir, "a/lib/one.so"))).mode! & 0o100, 0o100);
  assert.equal(await Deno.readTextFile(join(dir, "a/include/c/api.h")), "second");
  await assert.rejects(Deno.stat(join(dir, "a/python")), Deno.errors.NotFound);
  assert.deepEqual(seen.at(-1), [11, 11]);
});

Deno.test("unpackWheel() refuses names that lead out of the folder", async () => {
  await using folder = await temporaryFolder();
  const wheel = join(folder.dir, "a.whl");
  await Deno.writeFile(wheel, writeZip([{ name: "../out.so", content: "x" }]));
  const dir = join(folder.dir, "out");
  await assert.rejects(unpackWheel(wheel, { dir, wanted: [""], flush: false }), /relative path/);
});

Deno.test("addonArguments() links both libraries and their folder, commas and all", () => {
  const options = {
    compiler: { command: ["g++"], zig: false },
    library: nativeLibrary({ ...LINUX, cache: "/a, b" }),
    source: "/tfjs",
    headers: "/napi",
    ops: opsFiles(join(import.meta.dirname!, "..", "..")),
    work: "/work",
  };
  const folder = "/a, b/tensorflow-2.21.0-linux-x86_64-cpu/tensorflow";
  const words = addonArguments("/out.node", options);
  assert.ok(words.includes(`${folder}/libtensorflow_cc.so.2`));
  assert.ok(words.includes(`${folder}/libtensorflow_framework.so.2`));
  assert.equal(words[words.indexOf("-rpath") + 2], folder);
  assert.ok(words.includes("/tfjs/binding/tfjs_backend.cc"));
  assert.ok(words.some((word) => word.endsWith("lib/engine/ops/dropout.cc")));
  assert.ok(words.includes("-ffp-contract=off"), "the bits must not depend on the compiler");
  assert.deepEqual(words.slice(-2), ["-o", "/out.node"]);
  const zig = addonArguments("/out.node", {
    ...options,
    compiler: { command: ["zig"], zig: true },
  });
  assert.ok(zig.includes("-mcpu=baseline"));
  assert.ok(HEADERS.every((header) => header.startsWith("tensorflow/include/")));
});

Deno.test("parseGpu() reads nvidia-smi's first line and judges the driver", () => {
  const two = "NVIDIA H100 80GB HBM3, 550.54.15\nNVIDIA H100 80GB HBM3, 550.54.15\n";
  assert.deepEqual(parseGpu(two), {
    name: "NVIDIA H100 80GB HBM3",
    driver: "550.54.15",
    usable: true,
  });
  assert.equal(parseGpu("Tesla K80, 470.82.01\n")?.usable, false);
  assert.equal(parseGpu("No devices were found\n"), undefined);
});

Deno.test("engineProblem() explains a processor without AVX and an old system", () => {
  assert.match(engineProblem('"deno" was killed by SIGILL', ""), /processor lacks .*AVX/);
  assert.match(
    engineProblem("", "error: /lib/libm.so.6: version `GLIBC_2.27' not found (required by x)"),
    /older than GLIBC_2\.27/,
  );
  assert.match(engineProblem("", "error: no addon\n  at …"), /\(error: no addon\); run "deno task/);
});

Deno.test("withLock() lets one go after the other and tells who waits", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.dir, "new", ".lock");
  const events: string[] = [];
  const first = Promise.withResolvers<void>();
  const inside = Promise.withResolvers<void>();
  const one = withLock(file, {
    body: async () => {
      inside.resolve();
      await first.promise;
      events.push("one");
    },
    onWait: () => events.push("one waits"),
  });
  await inside.promise;
  const two = withLock(file, {
    body: () => Promise.resolve(events.push("two")),
    onWait: () => {
      events.push("two waits");
      first.resolve();
    },
  });
  await Promise.all([one, two]);
  assert.deepEqual(events, ["two waits", "one", "two"]);
});

Deno.test("withLock() names a folder that cannot be written, and what helps", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.dir, "taken");
  await Deno.writeTextFile(file, "");
  const nothing = { body: () => Promise.resolve(), onWait: () => {} };
  await assert.rejects(
    withLock(join(file, ".lock"), nothing),
    /Cannot write to ".*taken".*writable/,
  );
});

Deno.test("runCommand() reports what is missing, fails or takes too long", async () => {
  const { success, problem } = await runCommand(["no-such-program-here"]);
  assert.deepEqual([success, problem], [false, '"no-such-program-here" is not installed']);
  const failed = await runCommand(["sh", "-c", "echo out; echo err >&2; exit 3"]);
  assert.equal(failed.problem, '"sh" ended with exit status 3');
  assert.equal(failed.output, "out\nerr\n");
  const slow = await runCommand(["sleep", "600"], { seconds: 0.1 });
  assert.equal(slow.problem, '"sleep" took longer than 0.1 s');
  assert.equal(lastLines("a\n\nb\nc\n", 2), "b\nc");
});

Deno.test("installCanvas() moves a binary that loads into the package", async () => {
  await using project = await fakeCanvas('Deno.writeTextFileSync("lib/skia.node", "binary");');
  assert.equal(await installCanvas(project.dir), "");
  assert.deepEqual(project.left(), [".deno/lib: index.mjs prebuild.mjs skia.node"]);
});

Deno.test("installCanvas() leaves nothing behind where the script fails, hangs or lies", async () => {
  await using fails = await fakeCanvas('throw new Error("getaddrinfo ENOTFOUND");');
  assert.equal(await installCanvas(fails.dir), "Error: getaddrinfo ENOTFOUND");
  await using hangs = await fakeCanvas(
    'Deno.writeTextFileSync("lib/skia.node", "half"); await new Promise((r) => setTimeout(r, 6e5));',
  );
  assert.match(await installCanvas(hangs.dir, { seconds: 1 }), /took longer than 1 s/);
  await using lies = await fakeCanvas(
    'Deno.writeTextFileSync("lib/skia.node", "half");',
    'throw new Error("file too short");',
  );
  assert.equal(await installCanvas(lies.dir), "Error: file too short");
  for (const { left } of [fails, hangs, lies]) {
    assert.deepEqual(left(), [".deno/lib: index.mjs prebuild.mjs"]);
  }
});

interface Folder extends AsyncDisposable {
  dir: string;
}

async function temporaryFolder(): Promise<Folder> {
  const dir = await Deno.makeTempDir();
  return { dir, [Symbol.asyncDispose]: () => Deno.remove(dir, { recursive: true }) };
}

/** A clone in which set-up has run: a lock file, an addon and the record of both. */
async function fakeProject(): Promise<Folder> {
  const folder = await temporaryFolder();
  await Deno.mkdir(join(folder.dir, "node_modules"));
  await Deno.writeTextFile(join(folder.dir, "deno.lock"), '{"version":"5"}');
  await Deno.writeTextFile(join(folder.dir, "addon.node"), "addon");
  await Deno.mkdir(join(folder.dir, "lib", "engine", "ops"), { recursive: true });
  await Deno.writeTextFile(join(folder.dir, "lib", "engine", "ops", "an_op.cc"), "// C++");
  const record: SetupRecord = {
    lock: await lockHash(folder.dir),
    ops: await opsHash(folder.dir),
    host: hostName(),
    cache: "/cache",
    device: "auto",
    library: "tensorflow-2.21.0-linux-x86_64-cpu",
    canvas: "@napi-rs/canvas",
    files: { "addon.node": 5 },
  };
  await Deno.writeTextFile(join(folder.dir, RECORD_FILE), JSON.stringify(record));
  return folder;
}

/** A clone whose skia-canvas is two small scripts; `left()` lists what lies around them. */
async function fakeCanvas(
  prebuild: string,
  index = "",
): Promise<Folder & { left: () => string[] }> {
  const folder = await temporaryFolder();
  const modules = join(folder.dir, "node_modules");
  const home = join(modules, ".deno", "skia-canvas");
  await Deno.mkdir(join(home, "lib"), { recursive: true });
  await Deno.symlink(home, join(modules, "skia-canvas"));
  await Deno.writeTextFile(join(home, "lib", "prebuild.mjs"), prebuild);
  await Deno.writeTextFile(join(home, "lib", "index.mjs"), index);
  const names = (dir: string) => [...Deno.readDirSync(dir)].map(({ name }) => name).sort();
  const left = () =>
    names(join(modules, ".deno")).map((name) =>
      `.deno/lib: ${names(join(modules, ".deno", name, "lib")).join(" ")}`
    );
  return { ...folder, left };
}

async function fakeWheel(content: string): Promise<Wheel> {
  const bytes = new TextEncoder().encode(content);
  const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  const file = "a-1.0-py3-none-any.whl";
  return { package: "a", version: "1.0", file, sha256, bytes: bytes.length };
}

/** A shell script that stands in for pip: it writes the wheel to the folder after `--dest`. */
function deliver(wheel: Wheel, content: string): string {
  return `while [ "$1" != --dest ]; do shift; done; printf '${content}' > "$2/${wheel.file}"`;
}

async function fakeProgram(dir: string, name: string, script: string): Promise<string> {
  const path = join(dir, name);
  await Deno.writeTextFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

async function withPath(path: string, body: () => Promise<void>): Promise<void> {
  const before = Deno.env.get("PATH")!;
  Deno.env.set("PATH", path);
  try {
    await body();
  } finally {
    Deno.env.set("PATH", before);
  }
}
