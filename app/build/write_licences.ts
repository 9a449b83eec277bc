import { fromFileUrl, join } from "@std/path";
import { writeFileAtomic } from "lib/data/write_file.ts";

/** Packages whose code or fonts the page brings along. */
const PACKAGES = [
  "@cornerstonejs/codec-charls",
  "@cornerstonejs/codec-libjpeg-turbo-8bit",
  "@cornerstonejs/codec-openjpeg",
  "@cornerstonejs/jpeg-lossless-decoder-js",
  "@expo-google-fonts/inter",
  "@tensorflow/tfjs-backend-wasm",
  "@tensorflow/tfjs-backend-webgl",
  "@tensorflow/tfjs-core",
  "@tensorflow/tfjs-layers",
  "d3-dsv",
  "dicom-parser",
  "preact",
  "pure-rand",
  "wasm-vips",
];

const MODULES = fromFileUrl(new URL("../../node_modules/", import.meta.url));

/**
 * Writes down whose software the page brings along, and on what terms.
 *
 * @param file File to write.
 *
 * @example
 * ```ts ignore
 * import { writeLicences } from "./write_licences.ts";
 * await writeLicences("outputs/app/licences.txt");
 * ```
 */
export async function writeLicences(file: string): Promise<void> {
  const parts: string[] = [];
  for (const name of PACKAGES) {
    const dir = join(MODULES, name);
    const { version, license } = JSON.parse(await Deno.readTextFile(join(dir, "package.json")));
    const texts: string[] = [];
    for await (const entry of Deno.readDir(dir)) {
      if (entry.isFile && /^(licen[cs]e|third.party|notice|copying)/i.test(entry.name)) {
        texts.push((await Deno.readTextFile(join(dir, entry.name))).trim());
      }
    }
    parts.push([`${name} ${version}: ${license}`, ...texts].join("\n\n"));
  }
  await writeFileAtomic(file, parts.join(`\n\n${"=".repeat(78)}\n\n`) + "\n");
}
