/**
 * Serves the page's folder on this computer alone. Needs read (the folder) and net (127.0.0.1).
 *
 * @module
 */
import { extname, join } from "@std/path";
import { SECURITY_HEADERS } from "./security_policy.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".bin": "application/octet-stream",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".txt": "text/plain; charset=utf-8",
};

/**
 * Serves a built page to this computer.
 *
 * @param dir The page's folder.
 * @param options `port`, or 0 for any that is free; `onListen`, called with the address;
 *   `signal`, which ends it.
 * @returns The server.
 * @throws {Error} Where the port is taken.
 *
 * @example
 * ```ts ignore
 * import { serveApp } from "./serve_app.ts";
 * const stop = new AbortController();
 * serveApp("outputs/app", { port: 0, onListen: console.log, signal: stop.signal });
 * stop.abort();
 * ```
 */
export function serveApp(
  dir: string,
  { port, onListen, signal }: {
    port: number;
    onListen: (address: string) => void;
    signal?: AbortSignal;
  },
): Deno.HttpServer {
  return Deno.serve({
    hostname: "127.0.0.1",
    port,
    signal,
    onListen: ({ port }) => onListen(`http://127.0.0.1:${port}/`),
  }, (request) => answer(dir, request));
}

async function answer(dir: string, { url, method }: Request): Promise<Response> {
  const headers = { ...SECURITY_HEADERS, "cache-control": "no-cache" };
  if (method !== "GET" && method !== "HEAD") {
    return new Response("This page takes nothing", { status: 405, headers });
  }
  // The URL parser has resolved "..", and a name that holds an encoded slash is none of ours.
  const path = new URL(url).pathname.replace(/\/$/, "/index.html");
  const type = TYPES[extname(path)];
  const isPlain = /^(\/[\w.-]+)+$/.test(path);
  const bytes = type && isPlain
    ? await Deno.readFile(join(dir, path)).catch(() => undefined)
    : undefined;
  return bytes
    ? new Response(method === "HEAD" ? null : bytes, {
      headers: { ...headers, "content-type": type },
    })
    : new Response("No such file", { status: 404, headers });
}

if (import.meta.main) {
  const [dir, port] = Deno.args;
  try {
    serveApp(dir, {
      port: Number(port),
      onListen: (address) => console.log(`The page: ${address} (Ctrl+C ends it)`),
    });
  } catch (error) {
    console.error(
      `Cannot serve the page on port ${port}: ${
        (error as Error).message
      }; name another with --port`,
    );
    Deno.exit(1);
  }
}
