import { basename, dirname, join } from "@std/path";
import { isFile } from "../data/is_file.ts";
import { writeFileAtomic } from "../data/write_file.ts";
import { formatBundleInfo } from "./bundle_info.ts";
import { MAX_BYTES, unzipBundle, zipBundle } from "./bundle_zip.ts";
import { BUNDLE_FILES, type BundleFiles, type ModelBundle, openBundle } from "./open_bundle.ts";
import { modelFiles } from "./model_files.ts";
import { sha256 } from "./sha256.ts";

/**
 * Writes a model as a folder, or as one zip file: `model.json` and `weights.bin` (TensorFlow.js
 * layers format, which any browser loads) and `bundle.json`.
 *
 * @param path Folder to write, or a file that ends in `.zip`; an older bundle there is replaced as a
 *   whole.
 * @param bundle The model, which stays the caller's, and what is known of it.
 * @throws {Error} Where it cannot be written; nothing is left behind then.
 *
 * @example
 * ```ts
 * import { startEngine } from "lib/engine/start.ts";
 * import { loadBundle, saveBundle } from "lib/models/model_bundle.ts";
 * import { sequence } from "lib/models/sequence.ts";
 * const tf = await startEngine();
 * const layers = [tf.layers.flatten(), tf.layers.dense({ units: 2, activation: "softmax" })];
 * const model = sequence(layers, { imageSize: [8, 8], channels: 1 });
 * const dir = `${await Deno.makeTempDir()}/model`;
 * await saveBundle(dir, {
 *   model,
 *   info: {
 *     id: "T", title: "a test", classNames: ["Normal", "COVID-19"], threshold: 0.5, temperature: 1,
 *     thresholdBasis: "", gate: null, card: null, licence: "MIT", codeVersion: "",
 *     preprocessing: { imageSize: [8, 8], decoding: "fill" },
 *     training: { data: "made", fingerprint: "", numFilms: 0, seed: 1, profile: "quick" },
 *   },
 * });
 * (await loadBundle(dir)).info.id; // "T"
 * ```
 */
export async function saveBundle(path: string, bundle: ModelBundle): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.part`);
  try {
    const files = await bundleFiles(bundle);
    if (isZip(path)) return await writeFileAtomic(path, zipBundle(files));
    for (const name of BUNDLE_FILES) await writeFileAtomic(join(temporary, name), files[name]);
    await Deno.remove(path, { recursive: true }).catch(ignoreMissing);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary, { recursive: true }).catch(() => {});
    throw new Error(`Cannot write model "${path}": ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Loads a model that {@linkcode saveBundle} wrote, and checks every file of it.
 *
 * @param path Folder or zip file of the bundle.
 * @returns The model, to be disposed by the caller, and what is known of it.
 * @throws {TypeError} Where something is missing, damaged or of another kind, naming the file.
 *
 * @example
 * ```ts ignore
 * import { loadBundle } from "lib/models/model_bundle.ts";
 * const bundle = await loadBundle("outputs/phantom-quick/experiments/A/seed-1/model");
 * bundle.info.classNames; // ["COVID-19", "Normal", "Pneumonia"]
 * bundle.model.dispose();
 * ```
 */
export async function loadBundle(path: string): Promise<ModelBundle> {
  return await openBundle(await readBundleFiles(path), path);
}

/**
 * Reads a bundle's files from a folder or a zip file, without looking into them.
 *
 * @param path Folder or zip file of the bundle.
 * @returns Contents of the files, for `openBundle` or `zipBundle`.
 * @throws {TypeError} Where a file is missing or too large, naming it.
 *
 * @example
 * ```ts ignore
 * import { zipBundle } from "lib/models/bundle_zip.ts";
 * import { readBundleFiles } from "lib/models/model_bundle.ts";
 * const files = await readBundleFiles("outputs/phantom-quick/experiments/A/seed-1/model");
 * await Deno.writeFile("model.zip", zipBundle(files));
 * ```
 */
export async function readBundleFiles(path: string): Promise<BundleFiles> {
  if (await isFile(path)) {
    const most = Object.values(MAX_BYTES).reduce((a, b) => a + b);
    return unzipBundle(await readFile(path, { path, most }), path);
  }
  const read = BUNDLE_FILES.map(async (name) =>
    [name, await readFile(join(path, name), { path, most: MAX_BYTES[name] })] as const
  );
  return Object.fromEntries(await Promise.all(read)) as BundleFiles;
}

async function readFile(
  file: string,
  { path, most }: { path: string; most: number },
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const stat = await Deno.stat(file);
    if (!stat.isFile) throw new TypeError(`"${file}" is no file`);
    if (stat.size > most) throw new TypeError(`"${file}" is larger than ${most} bytes`);
    return await Deno.readFile(file);
  } catch (error) {
    const remedy = error instanceof Deno.errors.NotFound
      ? `; name a folder or zip file that "deno task train" or a notebook wrote`
      : "";
    throw new TypeError(`Cannot load model "${path}": ${(error as Error).message}${remedy}`, {
      cause: error,
    });
  }
}

async function bundleFiles({ model, info }: ModelBundle): Promise<BundleFiles> {
  const files = await modelFiles(model);
  const hashes = {
    "model.json": await sha256(files["model.json"]),
    "weights.bin": await sha256(files["weights.bin"]),
  };
  const text = new TextEncoder().encode(formatBundleInfo(info, hashes));
  return { "bundle.json": text, ...files };
}

function isZip(path: string): boolean {
  return path.toLowerCase().endsWith(".zip");
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
