import { parseArgs } from "node:util";
import { CATALOGUE, defaultFolder, type PublicSet } from "./download/catalogue.ts";
import { readRecord } from "./download/fetch_record.ts";
import { fetchSet } from "./download/fetch_set.ts";
import { showTransfer } from "./download/show_transfer.ts";

// `deno task data` lists the public data sets and weights; `deno task data NAME` fetches one.

const USAGE = "deno task data NAME [--dir FOLDER] [--from FILE]";

if (import.meta.main) {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  Deno.exit(await runData(Deno.args, stop.signal));
}

/**
 * Runs the command line `[NAME] [--dir FOLDER] [--from FILE]`.
 *
 * @param args Arguments; none lists what there is.
 * @param signal Stops a download, which the same command then goes on with.
 * @returns The exit code: 0 when all is well, 1 for an error or films that differ from the known
 *   originals, 130 when stopped.
 *
 * @example
 * ```ts
 * import { runData } from "./data.ts";
 * await runData([]); // 0
 * ```
 */
export async function runData(args: string[], signal?: AbortSignal): Promise<number> {
  try {
    const options = { dir: { type: "string" }, from: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (args.length === 0) {
      for (const set of CATALOGUE) console.log(await describe(set));
      console.log(`Fetch one: ${USAGE}`);
      return 0;
    }
    const set = CATALOGUE.find(({ name }) => name === positionals[0]);
    if (!set || positionals.length > 1) {
      const names = CATALOGUE.map(({ name }) => name).join(", ");
      const given = positionals.join(" ");
      throw new TypeError(`Cannot fetch "${given}": expected one of ${names}\nUsage: ${USAGE}`);
    }
    const problems = await fetchSet(set, {
      dir: values.dir ?? defaultFolder(set),
      from: values.from,
      authorization: authorization(set),
      say: (line) => console.log(line),
      onProgress: showTransfer(),
      signal,
    });
    for (const line of problems) console.error(line);
    if (problems.length === 0) return 0;
    console.error(
      `${problems.length} files differ from the originals that this project's figures were made ` +
        "with. They are kept; results on them are not comparable with the published ones.",
    );
  } catch (error) {
    if (signal?.aborted) {
      console.error("Stopped. The same command goes on from here.");
      return 130;
    }
    console.error((error as Error).message);
  }
  return 1;
}

async function describe(set: PublicSet): Promise<string> {
  const dir = defaultFolder(set);
  const record = await readRecord(dir);
  const there = await Deno.stat(dir).then(() => true, () => false);
  const found = record
    ? `found, ${record.files.length} files in "${dir}"`
    : there
    ? `not fetched by this command, but there is a folder "${dir}"`
    : "not here yet";
  const number = Number.isNaN(set.films) ? "films" : `${set.films} films`;
  const films = set.kind === "weights" ? set.title : `${number} (${set.classes.join(", ")})`;
  return [
    `${set.name.padEnd(13)}${films}; ${set.size}`,
    `Licence: ${set.licence}`,
    `From: ${set.page}`,
    `Here: ${found}`,
  ].join("\n" + " ".repeat(13));
}

/** Kaggle's login where the user has set one; only Kaggle's sets are asked for with it. */
function authorization(set: PublicSet): string | undefined {
  if (new URL(set.url).host !== "www.kaggle.com") return undefined;
  const [token, user, key] = ["KAGGLE_API_TOKEN", "KAGGLE_USERNAME", "KAGGLE_KEY"]
    .map((name) => Deno.env.get(name));
  if (token) return `Bearer ${token}`;
  return user && key ? `Basic ${btoa(`${user}:${key}`)}` : undefined;
}
