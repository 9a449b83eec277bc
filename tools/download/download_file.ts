import { dirname } from "@std/path";
import { setTimeout as delay } from "node:timers/promises";
import { writeFileAtomic } from "lib/data/write_file.ts";
import { openUrl } from "./open_url.ts";
import { transferText } from "./transfer_text.ts";
import { writeChunk } from "./write_chunk.ts";

/** How {@linkcode downloadFile} goes about it. */
export interface DownloadOptions {
  /** Bytes that the file must have, where known. */
  bytes?: number;
  /** Most bytes to accept, announced or sent. Default 8 GiB. */
  maxBytes?: number;
  /** Request headers; `authorization` is never passed on to another host. */
  headers?: Record<string, string>;
  /** Failures in a row, without a further MiB gained, after which to give up. Default 5. */
  tries?: number;
  /** Wait before the second try in milliseconds, doubled for each further one. Default 1000. */
  backoffMs?: number;
  /** Silence after which a connection counts as lost, in milliseconds. Default 60 000. */
  idleMs?: number;
  /** Told of bytes there, bytes in all (`NaN` when unknown) and a line of text. */
  onProgress?: (done: number, total: number, text?: string) => void;
  /** Stops the download; what has come stays for the next run. */
  signal?: AbortSignal;
}

/** What stands beside a `.part` file, so that only the same content is ever added to it. */
interface PartState {
  url: string;
  validator: string;
  total: number | null;
}

/** A fault that another try may cure. */
class PassingFault extends Error {
  override name = "PassingFault";
}

/**
 * Downloads a file with resume, retries and checks of its length.
 *
 * Bytes go to `<path>.part`, in pieces, and take the name `path` once all are there. A broken
 * transfer, in this run or an earlier one, goes on where it stopped (`Range` with `If-Range`), or
 * from the beginning where the content has changed or the server knows no ranges.
 *
 * @param url Address; https, or http on this machine.
 * @param path File to write; it is replaced.
 * @param options Limits, headers, retries, progress, stop signal.
 * @throws {HttpError} Where the server refuses.
 * @throws {RangeError} Where the length is not the expected one, or over the limit.
 * @throws {Error} Where tries are used up, the disk is full, or another run writes the same file.
 *
 * @example
 * ```ts
 * import { downloadFile } from "./download_file.ts";
 * const host = { hostname: "127.0.0.1", port: 0, onListen() {} };
 * await using server = Deno.serve(host, () => new Response("film"));
 * const path = await Deno.makeTempFile();
 * await downloadFile(`http://127.0.0.1:${server.addr.port}/`, path, { maxBytes: 100 });
 * ```
 */
export async function downloadFile(
  url: string,
  path: string,
  options: DownloadOptions = {},
): Promise<void> {
  const { tries = 5, backoffMs = 1000, signal } = options;
  const part = `${path}.part`;
  await Deno.mkdir(dirname(path), { recursive: true });
  using file = await Deno.open(part, { read: true, write: true, create: true });
  if (!await file.tryLock(true)) {
    throw new Error(`Cannot download to "${path}": another run is doing so; wait for it to end`);
  }
  try {
    for (let failures = 0, best = 0;;) {
      try {
        await receive(file, url, part, options);
        break;
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof PassingFault)) throw error;
        const { size } = await file.stat();
        if (size >= best + (1 << 20)) [failures, best] = [0, size];
        if (++failures >= tries) {
          throw new Error(
            `Cannot download ${url}: ${error.message} (${failures} tries); run it again later, ` +
              "it goes on where it stopped",
            { cause: error },
          );
        }
        const wait = Math.max(backoffMs * 2 ** (failures - 1), (error.cause as number) || 0);
        options.onProgress?.(size, NaN, `${error.message}; trying again`);
        await delay(wait, undefined, { signal });
      }
    }
    await file.sync();
    await Deno.rename(part, path);
    await Deno.remove(`${part}.json`).catch(() => {});
  } catch (error) {
    if ((await file.stat()).size === 0) {
      for (const left of [part, `${part}.json`]) await Deno.remove(left).catch(() => {});
    }
    throw error;
  }
}

/** One request: adds to the part what it lacks. */
async function receive(
  file: Deno.FsFile,
  url: string,
  part: string,
  options: DownloadOptions,
): Promise<void> {
  const { maxBytes = 8 * 2 ** 30, idleMs = 60_000, onProgress } = options;
  const state = await readState(part);
  let offset = (await file.stat()).size;
  if (offset > 0 && offset === state?.total && state.url === url) return;
  const resume = offset > 0 && state?.validator && state.url === url;
  const headers: Record<string, string> = { ...options.headers, "accept-encoding": "identity" };
  if (resume) Object.assign(headers, { range: `bytes=${offset}-`, "if-range": state.validator });

  const idle = new AbortController();
  const signal = AbortSignal.any([idle.signal, ...(options.signal ? [options.signal] : [])]);
  let timer = setTimeout(() => idle.abort(), idleMs);
  try {
    const response = await passing(openUrl(url, { headers, signal }), options.signal);
    const { status, body } = response;
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get("content-range") ?? "");
    const misfit = status === 206 && Number(range?.[1]) !== offset;
    if (status === 200 || status === 416 || misfit) await file.truncate(offset = 0);
    if (misfit || status >= 400) {
      await body?.cancel();
      const seconds = Number(response.headers.get("retry-after")) || 0;
      const what = misfit ? "the server sent another range than asked for" : `answer ${status}`;
      throw new PassingFault(what, { cause: Math.min(seconds, 60) * 1000 });
    }
    const length = status === 206 ? range![2] : response.headers.get("content-length");
    const total = length === null || length === "*" ? NaN : Number(length);
    checkLength(url, total, { ...options, maxBytes });
    const validator = strongValidator(response.headers);
    const kept: PartState = { url, validator, total: Number.isNaN(total) ? null : total };
    await writeFileAtomic(`${part}.json`, JSON.stringify(kept));

    await file.seek(offset, Deno.SeekMode.Start);
    const text = transferText(offset);
    const reader = body?.getReader();
    while (reader) {
      const { done, value } = await passing(reader.read(), options.signal);
      if (done) break;
      clearTimeout(timer);
      timer = setTimeout(() => idle.abort(), idleMs);
      await writeChunk(file, value, { path: part, remedy: "free some and run it again to go on" });
      offset += value.length;
      if (offset > maxBytes) checkLength(url, offset, { maxBytes });
      onProgress?.(offset, total, text(offset, total));
    }
    if (!Number.isNaN(total) && offset !== total) {
      throw new PassingFault(`the connection ended after ${offset} of ${total} bytes`);
    }
    checkLength(url, offset, { ...options, maxBytes });
  } finally {
    clearTimeout(timer);
    if (!signal.aborted) idle.abort();
  }
}

/** Awaits network work; its faults are passing, but for a stop and a missing permission. */
async function passing<T>(work: Promise<T>, stop?: AbortSignal): Promise<T> {
  try {
    return await work;
  } catch (error) {
    stop?.throwIfAborted();
    const { name, message, cause } = error as Error;
    if (name === "AbortError") throw new PassingFault("nothing came for too long");
    if (!(error instanceof TypeError)) throw error;
    // Deno's "fetch failed" has the reason in its cause, behind the address, which may be signed.
    const reason = cause instanceof Error ? cause.message : message;
    throw new PassingFault(reason.replace(/^error sending request for url \(.*?\): /, ""));
  }
}

function checkLength(url: string, length: number, limits: DownloadOptions): void {
  const { bytes = length, maxBytes = Infinity } = limits;
  if (length > maxBytes) {
    throw new RangeError(`Cannot download ${url}: it is over the limit of ${maxBytes} bytes`);
  }
  if (!Number.isNaN(length) && length !== bytes) {
    throw new RangeError(
      `Cannot download ${url}: expected ${bytes} bytes but the server has ${length}; ` +
        "it may have published another version",
    );
  }
}

/** What `If-Range` may carry: a strong ETag, else the date; `""` where there is neither. */
function strongValidator(headers: Headers): string {
  const etag = headers.get("etag") ?? "";
  return etag.startsWith('"') ? etag : headers.get("last-modified") ?? "";
}

async function readState(part: string): Promise<PartState | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(`${part}.json`));
  } catch {
    return undefined; // none, or a half: then the download starts over
  }
}
