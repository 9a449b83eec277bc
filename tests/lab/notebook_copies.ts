import { fromFileUrl, join } from "@std/path";
import { writePhantomSet } from "lib/data/phantom_set.ts";
import { readNotebook, writeNotebook } from "../../tools/notebook/notebook.ts";
import {
  injectParameters,
  parameterNames,
  parametersIndex,
} from "../../tools/notebook/parameters.ts";
import { joinText } from "../../tools/notebook/notebook.ts";

const notebooks = fromFileUrl(new URL("../../notebooks", import.meta.url));

/** The five notebooks in the order in which they are read. */
export const NAMES = [
  "01_explore_data",
  "02_train_binary",
  "03_train_three_class",
  "04_transfer_learning",
  "05_evaluate",
];

/** Copies the notebooks into a folder, set to a few small phantom films drawn beside them. */
export async function copyNotebooks(folder: string): Promise<string[]> {
  const data = join(folder, "tiny");
  await writePhantomSet(data, { seed: 1, numTrain: 48, numTest: 18, imageSize: 96 });
  const values = { data, out: join(folder, "out"), weights: join(folder, "no-weights") };
  const copies: string[] = [];
  for (const name of NAMES) {
    const notebook = await readNotebook(join(notebooks, `${name}.ipynb`));
    const declared = parameterNames(joinText(notebook.cells[parametersIndex(notebook)].source));
    const own = Object.entries(values).filter(([name]) => declared.includes(name));
    const copy = join(folder, `${name}.ipynb`);
    await writeNotebook(copy, injectParameters(notebook, Object.fromEntries(own)));
    copies.push(copy);
  }
  return copies;
}
