import assert from "node:assert/strict";
import { fromFileUrl, join } from "@std/path";
import { jupyterSettings } from "../../tools/lab/jupyter_settings.ts";
import { denoKernelspec, installKernel } from "../../tools/lab/install_kernel.ts";
import { writeLabSettings } from "../../tools/lab/lab_settings.ts";
import { makePythonEnvironment } from "../../tools/lab/python_environment.ts";
import { labArguments } from "../../tools/lab.ts";
import { runCommand } from "../../tools/setup/run_command.ts";

const root = fromFileUrl(new URL("../..", import.meta.url)).replace(/\/$/, "");
const venv = join(root, ".venv");

/** Whether JupyterLab is there; in continuous integration it must be. */
function hasLab(): boolean {
  try {
    Deno.statSync(join(venv, "jupyterlab.json"));
    return true;
  } catch {
    if (Deno.env.get("CI")) {
      throw new Error("No JupyterLab in .venv; run: deno task lab --install-only");
    }
    console.log("Skipped: .venv has no JupyterLab; run: deno task lab --install-only");
    return false;
  }
}

Deno.test("denoKernelspec() leaves the stop button to SIGINT and quietens TensorFlow", () => {
  assert.deepEqual(denoKernelspec("/e/bin/deno"), {
    argv: ["/e/bin/deno", "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
    env: { NO_COLOR: "1", TF_CPP_MIN_LOG_LEVEL: "2" },
  });
});

Deno.test("installKernel() puts a Deno of its own into the environment, once", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(folder, "bin"));
    const file = await installKernel(folder);
    const [deno] = JSON.parse(await Deno.readTextFile(file)).argv;
    assert.equal(deno, join(folder, "bin", "deno"));
    const { stdout } = await runCommand([deno, "--version"]);
    assert(stdout.startsWith(`deno ${Deno.version.deno} `));
    const before = (await Deno.stat(deno)).ino;
    await installKernel(folder);
    assert.equal((await Deno.stat(deno)).ino, before, "the copy is not made again");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("jupyterSettings() keeps files in the environment unless the user says otherwise", () => {
  const settings = jupyterSettings("/e", { JUPYTER_CONFIG_DIR: "/mine" });
  assert.equal(settings.JUPYTER_CONFIG_DIR, "/mine");
  assert.equal(settings.JUPYTER_DATA_DIR, "/e/jupyter/data");
});

Deno.test("writeLabSettings() lets JupyterLab ask nobody for news", async () => {
  const venv = await Deno.makeTempDir();
  try {
    await writeLabSettings(venv);
    const file = join(venv, "share", "jupyter", "lab", "settings", "overrides.json");
    const [settings] = Object.values(JSON.parse(await Deno.readTextFile(file)));
    assert.deepEqual(settings, { fetchNews: "false", checkForUpdates: false });
  } finally {
    await Deno.remove(venv, { recursive: true });
  }
});

Deno.test("labArguments() opens the notebooks' folder of the project", () => {
  const args = labArguments("/project", { browser: true, port: 9000 });
  assert(args.includes("--ServerApp.root_dir=/project"));
  assert(args.includes("--FileContentsManager.preferred_dir=notebooks"));
  assert(args.includes("--port=9000"));
  assert(!args.includes("--no-browser"));
  assert(!args.some((arg) => arg.includes("ip=")), "it listens to this machine alone");
  assert(
    labArguments("/project", { browser: false, allAddresses: true })
      .includes("--ServerApp.ip=0.0.0.0"),
  );
});

Deno.test("makePythonEnvironment() says what to install where Python lacks it", async () => {
  const folder = await Deno.makeTempDir();
  const path = Deno.env.get("PATH") ?? "";
  const make = () =>
    makePythonEnvironment({ venv: join(folder, "venv"), packages: ["a==1"], say: () => {} });
  try {
    Deno.env.set("PATH", folder);
    await assert.rejects(make(), /Cannot run python3 \("python3" is not installed\).*apt install/);
    // A Python without venv: it has a version and nothing else.
    const fake =
      '#!/bin/sh\n[ "$1" = --version ] && exit 0\necho "No module named venv" >&2\nexit 1\n';
    await Deno.writeTextFile(join(folder, "python3"), fake);
    await Deno.chmod(join(folder, "python3"), 0o755);
    await assert.rejects(make(), /Cannot make a Python environment[^]*python3-venv[^]*No module/);
  } finally {
    Deno.env.set("PATH", path);
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("lab.ts refuses a port that is none", async () => {
  const lab = [Deno.execPath(), "run", "--allow-all", join(root, "tools", "lab.ts")];
  const { success, output } = await runCommand([...lab, "--port", "many"]);
  assert(!success);
  assert.match(output, /Option --port is a whole number from 1 to 65535, not "many"/);
});

Deno.test("lab.ts does not listen on every address without a token", async () => {
  const lab = [Deno.execPath(), "run", "--allow-all", join(root, "tools", "lab.ts")];
  const env = { JUPYTER_TOKEN: "" };
  const { success, output } = await runCommand([...lab, "--all-addresses"], { env });
  assert(!success);
  assert.match(output, /--all-addresses needs a token, but JUPYTER_TOKEN is empty/);
});

Deno.test("lab.ts serves our kernel and ends with Ctrl-C", async () => {
  if (!hasLab()) return;
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const file = join(root, "tools", "lab.ts");
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", file, "--no-browser", "--port", String(port)],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  try {
    let said = "";
    const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    const address = () =>
      new RegExp(`http://127\\.0\\.0\\.1:${port}/lab\\S*token=(\\w+)`).exec(said);
    while (address() === null) {
      const { value, done } = await reader.read();
      if (done) throw new Error(said);
      said += value;
    }
    const [, token] = address()!;
    const api = `http://127.0.0.1:${port}/api/kernelspecs?token=${token}`;
    const { default: name, kernelspecs } = await (await fetch(api)).json();
    assert.equal(name, "deno");
    assert.equal(kernelspecs.deno.spec.argv[0], join(venv, "bin", "deno"));
    child.kill("SIGINT");
    await reader.cancel();
    const late = setTimeout(() => child.kill("SIGKILL"), 20_000);
    assert.equal((await child.status).code, 0);
    clearTimeout(late);
  } finally {
    try {
      child.kill("SIGTERM");
    } catch { /* it has ended */ }
    await child.status;
  }
});
