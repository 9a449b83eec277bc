/**
 * `deno task app`: builds the page that judges films in the browser, and serves it.
 *
 * Needs read, write, env, sys and ffi (a phantom model is trained where there is no other), and run
 * (esbuild, and the server, which gets less).
 *
 * @module
 */
import { fromFileUrl, resolve } from "@std/path";
import { parseArgs } from "node:util";
import { progressLine } from "lib/display/progress.ts";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import { buildApp } from "../app/build/build_app.ts";
import { phantomModel } from "../app/build/phantom_model.ts";
import { findBundles, lastTrained } from "./predict/find_bundles.ts";

const USAGE = `deno task app [--model DIR|ZIP] [--port N] [--out DIR] [--build-only]

  --model DIR    the model to show, or an experiment's folder, whose seeds answer together
                 (default: the one trained last; with none, one that is trained on phantom films
                 in half a minute, once); "phantom" for that one
  --port N       where it listens on this computer (default: 8600)
  --out DIR      folder of the page, which any web server can serve (default: outputs/app)
  --build-only   build the folder, serve nothing

${NOT_FOR_DIAGNOSIS}`;

const ROOT = fromFileUrl(new URL("../", import.meta.url));

/** Builds the page and serves it until it is stopped. */
async function app(args: string[], caller: string): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      model: { type: "string" },
      port: { type: "string", default: "8600" },
      out: { type: "string" },
      "build-only": { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new RangeError(`Port ${values.port} cannot be: expected a number from 1 to 65535`);
  }
  const out = values.out ? resolve(caller, values.out) : resolve(ROOT, "outputs/app");
  const models = await chooseModels(values.model, caller);
  await buildApp({ models, out });
  console.log(`Model: ${models.join(", ")}\nPage: ${out}\n${NOT_FOR_DIAGNOSIS}`);
  if (values["build-only"]) return 0;
  const server = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      `--allow-read=${out}`,
      "--allow-net=127.0.0.1",
      "app/serve_app.ts",
      out,
      `${port}`,
    ],
    cwd: ROOT,
  }).spawn();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => server.kill());
  }
  return (await server.status).code;
}

async function chooseModels(asked: string | undefined, caller: string): Promise<string[]> {
  if (asked && asked !== "phantom") return await findBundles(resolve(caller, asked));
  const last = asked ? undefined : await lastTrained(resolve(ROOT, "outputs")).catch(none);
  return [last ?? await phantomModel(progressLine("Training a phantom model"))];
}

function none(error: unknown): undefined {
  if (!(error instanceof RangeError)) throw error;
}

if (import.meta.main) {
  try {
    Deno.exit(await app(Deno.args, Deno.env.get("INIT_CWD") ?? Deno.cwd()));
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(1);
  }
}
