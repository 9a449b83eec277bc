import { fromFileUrl, join } from "@std/path";
import type { Page } from "playwright-core";
import { parseCsv } from "lib/data/csv.ts";
import { buildApp } from "../../app/build/build_app.ts";
import { phantomModel } from "../../app/build/phantom_model.ts";
import { serveApp } from "../../app/serve_app.ts";

/** A file to give to the page. */
export interface GivenFile {
  name: string;
  bytes: Uint8Array;
}

/** A built page, served to this machine. */
export interface ServedPage {
  /** Folder of the page. */
  dir: string;
  /** Folder of its model. */
  model: string;
  address: string;
  close(): Promise<void>;
}

/** Builds the page around the phantom model, into a temporary folder, and serves it. */
export async function servePage(): Promise<ServedPage> {
  const model = await phantomModel(() => {});
  const dir = join(await Deno.makeTempDir(), "page");
  await buildApp({ models: [model], out: dir });
  const { promise, resolve } = Promise.withResolvers<string>();
  const stop = new AbortController();
  serveApp(dir, { port: 0, onListen: resolve, signal: stop.signal });
  const address = await promise;
  return {
    dir,
    model,
    address,
    async close() {
      stop.abort();
      await Deno.remove(join(dir, ".."), { recursive: true });
    },
  };
}

/**
 * Waits until a function says yes in the page. Playwright's own waiting compiles text, which the
 * page's security policy forbids.
 */
export async function until(page: Page, check: () => boolean, seconds = 60): Promise<void> {
  const end = Date.now() + 1000 * seconds;
  while (!await page.evaluate(check).catch(() => false)) { // no answer while the page loads anew
    if (Date.now() > end) {
      const shown = await page.evaluate(() => document.body.innerText.slice(0, 600));
      throw new Error(`The page did not get there in ${seconds} s; it shows: ${shown}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Opens the page, waits for its model, and until it is kept for use without a network. */
export async function openPage(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await until(page, () => document.querySelector(".badge.phantom") !== null);
  await page.evaluate(async () => void await navigator.serviceWorker.ready);
}

/** Drops files onto the page, or pastes them, as a person would. */
export async function giveFiles(
  page: Page,
  files: readonly GivenFile[],
  way: "drop" | "paste" = "drop",
): Promise<void> {
  const plain = files.map(({ name, bytes }) => ({ name, text: toBase64(bytes) }));
  await page.evaluate(([plain, way]) => {
    const data = new DataTransfer();
    for (const { name, text } of plain) {
      data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
    }
    document.body.dispatchEvent(
      way === "drop"
        ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
        : new ClipboardEvent("paste", { clipboardData: data, bubbles: true }),
    );
  }, [plain, way] as const);
}

/** Waits until every film is judged, at least two, and reads what the page saves as CSV. */
export async function savedRows(page: Page, numFilms: number): Promise<Record<string, string>[]> {
  await page.evaluate((n) => Object.assign(globalThis, { numFilms: n }), numFilms);
  await until(page, () => {
    const rows = [...document.querySelectorAll("tbody tr")] as HTMLElement[];
    const n = (globalThis as unknown as { numFilms: number }).numFilms;
    return rows.length === n && rows.every((row) => !/Waiting|Looking/.test(row.innerText));
  }, 120);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as CSV" }).click(),
  ]);
  return parseCsv(await Deno.readTextFile(await download.path()));
}

function toBase64(bytes: Uint8Array): string {
  return bytes.toBase64();
}

/** The project's root. */
export const ROOT = fromFileUrl(new URL("../../", import.meta.url));
