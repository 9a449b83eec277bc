import { fromFileUrl, join } from "@std/path";
import { build, type Plugin, stop } from "esbuild";

/** What the page's code is made from; the folder's names without `.ts` are those of the code. */
const ENTRIES = {
  "main": "app/page/main.tsx",
  "decode_worker": "app/decode/decode_worker.ts",
  "model_worker": "app/model/model_worker.ts",
};

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/**
 * Bundles the page's code into a folder: `main.js`, `decode_worker.js`, `model_worker.js` and what
 * they share.
 *
 * @param dir Folder to write to.
 * @throws {Error} Where the code does not build, saying where.
 *
 * @example
 * ```ts ignore
 * import { bundleCode } from "./bundle_code.ts";
 * await bundleCode("outputs/app/code");
 * ```
 */
export async function bundleCode(dir: string): Promise<void> {
  await bundle({ entries: ENTRIES, dir, define: {} });
}

/**
 * Bundles the service worker, which has to know the page's files.
 *
 * @param dir The page's folder; `service_worker.js` is written there.
 * @param files Addresses of all files, relative to the page.
 * @param version Changes when any of the files does.
 */
export async function bundleServiceWorker(
  dir: string,
  { files, version }: { files: string[]; version: string },
): Promise<void> {
  await bundle({
    entries: { "service_worker": "app/service_worker.ts" },
    dir,
    define: { FILES: JSON.stringify(files), VERSION: JSON.stringify(version) },
  });
}

interface Bundle {
  entries: Record<string, string>;
  dir: string;
  define: Record<string, string>;
}

async function bundle({ entries, dir, define }: Bundle): Promise<void> {
  try {
    await build({
      absWorkingDir: ROOT,
      entryPoints: entries,
      outdir: dir,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "browser",
      target: "es2022",
      minify: true,
      legalComments: "linked",
      jsx: "automatic",
      jsxImportSource: "preact",
      define,
      plugins: [projectImports],
      logLevel: "silent",
    });
  } finally {
    await stop();
  }
}

/** What imports mean in the page, where they mean something else than in Deno. */
const projectImports: Plugin = {
  name: "project-imports",
  setup(build) {
    build.onResolve({ filter: /^lib\// }, ({ path }) => ({ path: join(ROOT, path) }));
    build.onResolve({ filter: /^@tensorflow\/tfjs$/ }, () => ({
      path: join(ROOT, "app/model/tensorflow.ts"),
    }));
    // Loads itself anew in its threads, so it stays a file of its own.
    build.onResolve({ filter: /^wasm-vips$/ }, () => ({ path: "./vips-es6.js", external: true }));
    // Named by code for Node alone, in branches that no browser takes.
    build.onResolve({ filter: /^(node:.*|fs|path|crypto|worker_threads|perf_hooks|os)$/ }, () => ({
      path: "nothing",
      namespace: "nothing",
    }));
    build.onLoad(
      { filter: /.*/, namespace: "nothing" },
      () => ({ contents: "export default {};" }),
    );
  },
};
