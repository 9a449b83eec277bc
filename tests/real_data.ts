import { join } from "@std/path";

/**
 * Finds a set of real films for the tests that need one: a folder in `CXR_TEST_DATA`.
 *
 * @param name Folder's name: `raikokte`, `ozturk`, `cohen`, `xray-covid19`, `raw-sample`, `dicom`,
 *   `tables`.
 * @returns The folder; `undefined` where the variable is not set, after one line saying so.
 * @throws {Error} Where the variable is set, but the folder is missing.
 *
 * @example
 * ```ts
 * import { realData } from "./real_data.ts";
 * const raikokte = realData("raikokte");
 * Deno.test({ name: "…", ignore: raikokte === undefined, fn: () => {} });
 * ```
 */
export function realData(name: string): string | undefined {
  return folderIn("CXR_TEST_DATA", name);
}

/**
 * Finds a folder of pretrained weights for the tests that need one, in `CXR_WEIGHTS`.
 *
 * @param name Folder's name.
 * @returns The folder; `undefined` where the variable is not set, after one line saying so.
 * @throws {Error} Where the variable is set, but the folder is missing.
 *
 * @example
 * ```ts
 * import { realWeights } from "./real_data.ts";
 * realWeights("mobilenet_v2_0.35_224");
 * ```
 */
export function realWeights(name: string): string | undefined {
  return folderIn("CXR_WEIGHTS", name);
}

function folderIn(variable: string, name: string): string | undefined {
  const parent = Deno.env.get(variable);
  if (!parent) {
    console.log(`Tests on ${name} skip: ${variable} is not set`);
    return undefined;
  }
  const folder = join(parent, name);
  try {
    Deno.statSync(folder);
  } catch {
    throw new Error(`Cannot test on ${name}: ${variable} is set, but there is no "${folder}"`);
  }
  return folder;
}
