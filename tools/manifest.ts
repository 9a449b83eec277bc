import { join, resolve } from "@std/path";
import { parseArgs } from "node:util";
import { isManifest, writeManifest } from "lib/data/manifest.ts";
import { progressLine } from "lib/display/progress.ts";
import { openData } from "lib/experiments/open_data.ts";

// `deno task manifest`: every film opened once, and what is known of it in one table.

const USAGE = `deno task manifest --data DIR [--out FILE]

  --data DIR  folder of films, or "phantom"
  --out FILE  the manifest (manifest.csv in the folder of the films)

Opens every film: hash, size, copies, patients. With the manifest beside the films, work on a part
of a big set need not open the others. A manifest of ours that is there already says which films
there are; it is replaced. One of somebody else is left alone.`;

async function describe(data: string, out: string | undefined, signal: AbortSignal) {
  const onProgress = progressLine(`Reading ${data}`);
  const set = await openData(data, { profile: "full", onProgress, signal });
  for (const { path, reason } of set.skipped) console.warn(`Skipped ${path}: ${reason}`);
  const file = out ?? join(set.root, "manifest.csv");
  if (await isForeign(file)) {
    throw new Error(
      `Cannot replace "${file}": it is somebody else's; name another file with --out`,
    );
  }
  await writeManifest(file, set.films);
  const groups = new Set(set.films.map(({ group }) => group)).size;
  console.log(`${file}: ${set.films.length} films in ${groups} groups of copies and patients`);
}

async function isForeign(file: string): Promise<boolean> {
  const text = await Deno.readTextFile(file).catch(() => undefined);
  return text !== undefined && !isManifest(text.split(/\r?\n/, 1)[0].split(","));
}

if (import.meta.main) {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  const caller = Deno.env.get("INIT_CWD") ?? Deno.cwd();
  try {
    const options = { data: { type: "string" }, out: { type: "string" } } as const;
    const { data, out } = parseArgs({ args: Deno.args, options, strict: true }).values;
    if (data) {
      const dir = data === "phantom" ? data : resolve(caller, data);
      await describe(dir, out && resolve(caller, out), stop.signal);
    } else console.log(USAGE);
  } catch (error) {
    console.error(stop.signal.aborted ? "Stopped" : (error as Error).message.split("\n")[0]);
    Deno.exit(stop.signal.aborted ? 130 : 1);
  }
}
