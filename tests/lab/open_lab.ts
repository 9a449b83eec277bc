import type { Browser } from "playwright-core";
import { fromFileUrl, join } from "@std/path";
import { labArguments } from "../../tools/lab.ts";
import { jupyterSettings } from "../../tools/lab/jupyter_settings.ts";
import { findChromium, openBrowser } from "../open_browser.ts";
import { LabNotebook } from "./lab_notebook.ts";

const root = fromFileUrl(new URL("../..", import.meta.url)).replace(/\/$/, "");
const venv = join(root, ".venv");
const TOKEN = "test";

/** A JupyterLab of our own and a browser to look at it with. */
export interface Lab extends AsyncDisposable {
  browser: Browser;
  /** Opens a notebook of the project in a window of its own. */
  open(path: string, options?: { theme?: "light" | "dark" }): Promise<LabNotebook>;
}

/** What the tests in a real browser need; says what is missing, and in CI nothing may be. */
export function labParts(): { chromium: string } | undefined {
  const chromium = findChromium();
  const hasLab = exists(join(venv, "jupyterlab.json"));
  if (chromium !== undefined && hasLab) return { chromium };
  const missing = hasLab
    ? "Chromium (Debian, Ubuntu: apt install chromium; or name it in CXR_CHROMIUM)"
    : "JupyterLab in .venv; run: deno task lab --install-only";
  if (Deno.env.get("CI")) throw new Error(`Missing ${missing}`);
  console.log(`Skipped: missing ${missing}`);
  return undefined;
}

/** Starts JupyterLab as `deno task lab` does, with settings of its own, and the browser. */
export async function openLab({ chromium }: { chromium: string }): Promise<Lab> {
  const port = freePort();
  const settings = await Deno.makeTempDir({ prefix: "lab-" });
  const server = new Deno.Command(join(venv, "bin", "jupyter-lab"), {
    args: [
      ...labArguments(root, { browser: false, port }),
      `--IdentityProvider.token=${TOKEN}`,
      "--LabApp.expose_app_in_browser=True",
      `--LabApp.user_settings_dir=${join(settings, "settings")}`,
      `--LabApp.workspaces_dir=${join(settings, "workspaces")}`,
    ],
    cwd: root,
    env: { ...jupyterSettings(venv, {}), JUPYTER_RUNTIME_DIR: join(settings, "runtime") },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const address = `http://127.0.0.1:${port}`;
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    server.kill("SIGTERM");
    await server.status;
    await Deno.remove(settings, { recursive: true });
  };
  try {
    const [opened] = await Promise.all([openBrowser(chromium), answers(address)]);
    browser = opened;
  } catch (error) {
    await close();
    throw error;
  }
  const open = async (path: string, { theme = "light" }: { theme?: "light" | "dark" } = {}) => {
    const context = await opened.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    const place = encodeURI(path.slice(root.length + 1));
    const workspace = crypto.randomUUID();
    await page.goto(`${address}/lab/workspaces/${workspace}/tree/${place}?token=${TOKEN}`);
    return await LabNotebook.open(page, { theme });
  };
  const opened = browser;
  return { browser, open, [Symbol.asyncDispose]: close };
}

/** Waits until the server answers. */
async function answers(address: string): Promise<void> {
  for (let time = 0; time < 300; time++) {
    const response = await fetch(`${address}/api/kernelspecs?token=${TOKEN}`).catch(() =>
      undefined
    );
    await response?.body?.cancel();
    if (response?.ok) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`JupyterLab does not answer at ${address}`);
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
