import { fromFileUrl, join } from "@std/path";
import { createHash } from "node:crypto";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { readBundleFiles } from "lib/models/model_bundle.ts";
import type { BundleFiles } from "lib/models/open_bundle.ts";
import { CONTENT_SECURITY_POLICY } from "../security_policy.ts";
import { bundleCode, bundleServiceWorker } from "./bundle_code.ts";
import { makeCheck } from "./make_check.ts";
import { vipsWithoutEval } from "./vips_without_eval.ts";
import { writeExamples } from "./write_examples.ts";
import { writeLicences } from "./write_licences.ts";

/** Options of {@linkcode buildApp}. */
export interface BuildAppOptions {
  /** Folders or zip files of the models' bundles; several answer together. */
  models: readonly string[];
  /** Folder to write; what was there is replaced, unless it is something else. */
  out: string;
}

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** Marks a folder as a page that may be replaced. */
const MARK = "service_worker.js";

/** Files of packages that the page loads as they are, by their place in the page. */
const COPIES: Record<string, string> = {
  "code/vips.wasm": "wasm-vips/lib/vips.wasm",
  "code/tfjs-backend-wasm.wasm": "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm",
  "code/tfjs-backend-wasm-simd.wasm":
    "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm",
  "code/codecs/openjpegwasm_decode.wasm":
    "@cornerstonejs/codec-openjpeg/dist/openjpegwasm_decode.wasm",
  "code/codecs/charlswasm_decode.wasm": "@cornerstonejs/codec-charls/dist/charlswasm_decode.wasm",
  "code/codecs/libjpegturbowasm_decode.wasm":
    "@cornerstonejs/codec-libjpeg-turbo-8bit/dist/libjpegturbowasm_decode.wasm",
  "code/inter_400.ttf": "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
  "code/inter_600.ttf": "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
};

/**
 * Builds the page into a folder that any web server can serve.
 *
 * @param options See {@linkcode BuildAppOptions}.
 * @throws {TypeError} Where a model's bundle is damaged or hostile, naming what is wrong.
 * @throws {Error} Where the folder holds something else, or a file cannot be read or written.
 *
 * @example
 * ```ts ignore
 * import { buildApp } from "./build_app.ts";
 * await buildApp({ models: ["outputs/mine/experiments/E/seed-1/model"], out: "outputs/app" });
 * ```
 */
export async function buildApp({ models, out }: BuildAppOptions): Promise<void> {
  const bundles: Record<string, BundleFiles> = {};
  for (const path of models) bundles[path] = await readBundleFiles(path);
  const check = await makeCheck(bundles);
  await emptyFolder(out);
  await bundleCode(join(out, "code"));
  for (const [place, file] of Object.entries(COPIES)) {
    await writeFileAtomic(join(out, place), await Deno.readFile(join(ROOT, "node_modules", file)));
  }
  const vips = await Deno.readTextFile(join(ROOT, "node_modules/wasm-vips/lib/vips-es6.js"));
  await writeFileAtomic(join(out, "code/vips-es6.js"), vipsWithoutEval(vips));
  await writeFileAtomic(join(out, "model/check.json"), JSON.stringify(check));
  for (const [i, files] of Object.values(bundles).entries()) {
    for (const [name, bytes] of Object.entries(files)) {
      await writeFileAtomic(join(out, "model", check.folders[i], name), bytes);
    }
  }
  await writeExamples(join(out, "examples"));
  await writeLicences(join(out, "licences.txt"));
  const html = await Deno.readTextFile(join(ROOT, "app/index.html"));
  await writeFileAtomic(
    join(out, "index.html"),
    html.replace("{{policy}}", CONTENT_SECURITY_POLICY),
  );
  for (
    const [place, file] of [["icon.svg", "app/icon.svg"], ["code/style.css", "app/page/style.css"]]
  ) {
    await writeFileAtomic(join(out, place), await Deno.readFile(join(ROOT, file)));
  }
  await writeServiceWorker(out);
}

async function writeServiceWorker(out: string): Promise<void> {
  const files = (await filesIn(out)).filter((file) => !file.endsWith(".LEGAL.txt")).sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(await Deno.readFile(join(out, file)));
  const version = hash.digest("hex").slice(0, 16);
  const addresses = ["./", ...files.filter((file) => file !== "index.html")];
  await bundleServiceWorker(out, { files: addresses, version });
}

/** Empties a folder that holds an older page, and refuses to empty any other. */
async function emptyFolder(dir: string): Promise<void> {
  const entries = await filesIn(dir);
  if (entries.length > 0 && !entries.includes(MARK)) {
    throw new Error(
      `Cannot build the page into "${dir}": it holds something else; name another folder`,
    );
  }
  await Deno.remove(dir, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  await Deno.mkdir(dir, { recursive: true });
}

/** Files of a folder, paths relative to it. */
async function filesIn(dir: string, prefix = ""): Promise<string[]> {
  const files: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(join(dir, prefix))) {
      const path = prefix + name;
      if (isDirectory) files.push(...await filesIn(dir, `${path}/`));
      else files.push(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return files;
}
