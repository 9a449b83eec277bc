/**
 * `deno task new-notebook NAME`: begins an experiment of your own, `notebooks/NAME.ipynb`.
 *
 * Needs read and write.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";
import { joinText, readNotebook, writeNotebook } from "./notebook/notebook.ts";

const usage = `Usage: deno task new-notebook NAME

Writes notebooks/NAME.ipynb: your own films, a recipe, training, evaluation, one film predicted.
Open it with: deno task lab. Run it as a whole with: deno task run notebooks/NAME.ipynb
`;

/**
 * Writes a notebook of the user's own from the template.
 *
 * @param name Its name: letters, digits, `_` and `-`. Numbered names are the project's.
 * @param folder Where it goes.
 * @returns The notebook's path.
 * @throws {RangeError} Where the name will not do.
 * @throws {Error} Where there is such a notebook already; it stays as it is.
 *
 * @example
 * ```ts ignore
 * import { newNotebook } from "./new_notebook.ts";
 * await newNotebook("my_films", "notebooks"); // "notebooks/my_films.ipynb"
 * ```
 */
export async function newNotebook(name: string, folder: string): Promise<string> {
  const plain = name.replace(/\.ipynb$/, "");
  if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(plain)) {
    throw new RangeError(
      `"${name}" will not do as a name: begin with a letter, then letters, digits, _ and -`,
    );
  }
  const path = join(folder, `${plain}.ipynb`);
  if (await Deno.lstat(path).then(() => true, () => false)) {
    throw new Error(`There is "${path}" already: choose another name, or remove it first`);
  }
  const template = await readNotebook(
    fromFileUrl(new URL("notebook/template.ipynb", import.meta.url)),
  );
  const cells = template.cells.map((cell) => ({
    ...cell,
    source: joinText(cell.source).replaceAll("NAME", plain),
  }));
  await writeNotebook(path, { ...template, cells });
  return path;
}

async function main(args: string[]): Promise<number> {
  if (args.length !== 1 || args[0].startsWith("-")) {
    console.log(usage);
    return args.includes("--help") || args.includes("-h") ? 0 : 2;
  }
  try {
    const folder = fromFileUrl(new URL("../notebooks", import.meta.url));
    const path = await newNotebook(args[0], folder);
    const name = `notebooks/${path.slice(folder.length + 1)}`;
    console.log(`Wrote ${name}\nOpen it: deno task lab\nOr run it: deno task run ${name}`);
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
