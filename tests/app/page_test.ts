/// <reference lib="dom" />
import { join } from "@std/path";
import assert from "node:assert/strict";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { predictFilm } from "lib/experiments/predict_film.ts";
import { startEngine } from "lib/engine/start.ts";
import { loadBundle } from "lib/models/model_bundle.ts";
import { SECURITY_HEADERS } from "../../app/security_policy.ts";
import { findChromium, openBrowser } from "../open_browser.ts";
import { realData } from "../real_data.ts";
import { bomb, phantomJpeg, photograph, textFile, truncatedJpeg } from "./hard_files.ts";
import {
  giveFiles,
  type GivenFile,
  openPage,
  ROOT,
  savedRows,
  type ServedPage,
  servePage,
  until,
} from "./page_fixture.ts";

/** Largest difference between the page's probabilities and the command line's. */
const TOLERANCE = 1e-3;

const chromium = findChromium();
if (!chromium) console.log("Tests of the page skip: no Chromium; name one in CXR_CHROMIUM");

let site: ServedPage;
let browser: Browser;

Deno.test.beforeAll(async () => {
  if (!chromium) return;
  site = await servePage();
  browser = await openBrowser(chromium);
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** A test in a fresh window. */
function testPage(
  name: string,
  body: (page: Page, context: BrowserContext) => Promise<void>,
): void {
  Deno.test({
    name: `the page ${name}`,
    ignore: chromium === undefined,
    sanitizeOps: false, // playwright-core keeps listening to the browser
    sanitizeResources: false,
    fn: async () => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      try {
        await body(await context.newPage(), context);
      } finally {
        await context.close();
      }
    },
  });
}

testPage("calls a phantom of each class by its class, and says how fast", async (page) => {
  const started = Date.now();
  await openPage(page, site.address);
  const loaded = Date.now();
  for (const [label, expected] of PHANTOMS) {
    const begun = Date.now();
    await page.getByRole("button", { name: label, exact: true }).first().click();
    await until(page, () => document.querySelector("h2.called, .reasons") !== null);
    const called = await page.locator("h2.called").innerText();
    assert.equal(called, expected);
    if (label === PHANTOMS[0][0]) {
      console.log(
        `Model ready ${loaded - started} ms after opening, first answer in ` +
          `${Date.now() - begun} ms more`,
      );
    }
    await page.reload();
    await until(page, () => document.querySelector(".badge.phantom") !== null);
  }
});

testPage("answers, abstains and refuses as the command line does", async (page) => {
  const films = await everyKindOfFile();
  await openPage(page, site.address);
  const requests: string[] = [];
  page.context().on("request", (request) => {
    requests.push(`${request.method()} ${request.url()}`);
  });
  await giveFiles(page, films);
  const rows = await savedRows(page, films.length);
  await startEngine();
  const bundle = await loadBundle(site.model);
  const { classNames } = bundle.info;
  let largest = 0;
  for (const [i, { name, bytes }] of films.entries()) {
    const row = rows[i];
    assert.equal(row.film, name);
    const expected = await predictFilm(bundle, bytes).catch((error: Error) => error);
    if (expected instanceof Error) {
      assert.equal(row.answer, "not read", name);
      assert.match(row.why_none, REASONS[name] ?? /./, name);
      continue;
    }
    assert.equal(row.answer, expected.className ?? "no answer", name);
    assert.equal(row.why_none, expected.abstained.join("; "), name);
    if (expected.className === undefined) continue;
    for (const [k, className] of classNames.entries()) {
      largest = Math.max(
        largest,
        Math.abs(Number(row[className]) - expected.probabilities[k]),
      );
    }
  }
  bundle.model.dispose();
  assert(largest <= TOLERANCE, `probabilities differ by ${largest}`);
  console.log(`${films.length} files; probabilities differ by at most ${largest}`);
  // Codecs are fetched from the page's own folder when the first DICOM file needs one.
  const outside = requests.filter((request) => !request.startsWith(`GET ${site.address}code/`));
  assert.deepEqual(outside.filter((request) => !request.includes(" blob:")), []);
  const text = await page.evaluate(() => document.body.innerText);
  assert(!/SECRET|4711/.test(text));
});

testPage(
  "gives the command line's probability, dropped, pasted or chosen",
  async (page) => {
    const bytes = await phantomJpeg("Viral Pneumonia", 42);
    const dir = await Deno.makeTempDir();
    const path = join(dir, "film.jpg");
    await Deno.writeFile(path, bytes);
    await openPage(page, site.address);
    await giveFiles(page, [{ name: "dropped.jpg", bytes }]);
    await giveFiles(page, [{ name: "pasted.jpg", bytes }], "paste");
    await page.setInputFiles("input[type=file]", path);
    const rows = await savedRows(page, 3);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "tools/predict.ts", path, "--model", site.model, "--json"],
      cwd: ROOT,
      stderr: "null",
    }).output();
    const { films: [{ probabilities }] } = JSON.parse(new TextDecoder().decode(stdout));
    for (const [className, probability] of Object.entries<number>(probabilities)) {
      for (const row of rows) {
        assert(Math.abs(Number(row[className]) - probability) <= TOLERANCE, className);
      }
    }
    await Deno.remove(dir, { recursive: true });
  },
);

testPage("is used with the keyboard alone, and tells a screen reader", async (page) => {
  await openPage(page, site.address);
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: element } = document;
      return element?.getAttribute("aria-label") ?? (element as HTMLElement)?.innerText ??
        element?.id;
    });
  const order: string[] = [];
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press("Tab");
    order.push((await focused()).trim());
  }
  assert.match(order[0], /Show the page/);
  assert.deepEqual(order.slice(1, 3), ["Choose films", "Normal"]);
  await page.keyboard.press("Enter"); // COVID-19
  await until(page, () => document.querySelector("h2.called") !== null);
  const told = await page.getByRole("status").innerText();
  assert.match(told, /^phantom-covid-19\.png: COVID-19, \d/);
  const slider = page.getByRole("slider", { name: /Heat map/ });
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await slider.getAttribute("aria-valuetext"), "65 percent");
  await until(page, () => document.querySelector("canvas.heat") !== null);
  await page.getByRole("button", { name: "Viral Pneumonia", exact: true }).press("Enter");
  await until(page, () => document.querySelectorAll("tbody tr").length === 2);
  await page.getByRole("button", { name: "phantom-covid-19.png", exact: true }).press(
    "Space",
  );
  await until(page, () => document.querySelector("h2.called")?.textContent === "COVID-19");
  await page.getByRole("button", { name: "Remove phantom-covid-19.png" }).press("Enter");
  await until(page, () => document.querySelector("table") === null);
  await assertAccessible(page);
});

testPage("always says that it is not for diagnosis", async (page) => {
  await openPage(page, site.address);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const notice = page.getByRole("note");
  assert.match(await notice.innerText(), /For study and research only\. Not for diagnosis\./);
  const box = await notice.boundingBox();
  assert(box && box.y >= 0 && box.y + box.height <= 900, "the notice is out of sight");
  assert.match(await page.evaluate(() => document.body.innerText), /Phantom model/);
});

testPage("can connect to nowhere else, from page or worker", async (page) => {
  let connections = 0;
  const elsewhere = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const listening = (async () => {
    for await (const connection of elsewhere) {
      connections++;
      connection.close();
    }
  })();
  const url = `http://127.0.0.1:${elsewhere.addr.port}/`;
  try {
    await openPage(page, site.address);
    const attempt = async (url: string) => {
      try {
        return await (await fetch(url)).text();
      } catch (error) {
        return (error as Error).name;
      }
    };
    assert.equal(await page.evaluate(attempt, url), "TypeError");
    assert.equal(await connectFromWorker(page, url), "TypeError");
    const picture = (url: string) =>
      new Promise<string>((resolve) => {
        const image = new Image();
        image.onload = () => resolve("loaded");
        image.onerror = () => resolve("blocked");
        image.src = url;
      });
    assert.equal(await page.evaluate(picture, url), "blocked");
    assert.equal(connections, 0);
  } finally {
    elsewhere.close();
    await listening.catch(() => {});
  }
});

testPage("works without a network once it has loaded", async (page, context) => {
  await openPage(page, site.address);
  await context.setOffline(true);
  await page.reload();
  await until(page, () => document.querySelector(".badge.phantom") !== null);
  await giveFiles(page, [{ name: "film.jpg", bytes: await phantomJpeg("Normal", 5) }]);
  await until(page, () => document.querySelector("h2.called, .reasons") !== null);
});

testPage("works from a plain web server, as safely", async (page) => {
  const { "content-type": _type, ...none } = SECURITY_HEADERS;
  assert(Object.keys(none).length > 4);
  const stop = new AbortController(); // a shutdown would wait for the browser's idle connections
  const plain = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => servePlainly(site.dir, request),
  );
  try {
    await openPage(page, `http://127.0.0.1:${plain.addr.port}/`);
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    const address = "http://127.0.0.1:1/";
    assert.equal(await connectFromWorker(page, address), "TypeError");
    await giveFiles(page, [{ name: "film.jpg", bytes: await phantomJpeg("Normal", 5) }]);
    await until(page, () => document.querySelector("h2.called, .reasons") !== null);
  } finally {
    stop.abort();
  }
});

testPage("keeps its memory over 50 films", async (page) => {
  await openPage(page, site.address);
  const bytes = await phantomJpeg("COVID-19", 9);
  const give = async (from: number, to: number) => {
    const films = Array.from({ length: to - from }, (_, i) => ({
      name: `${from + i}.jpg`,
      bytes,
    }));
    await giveFiles(page, films);
    await savedRows(page, to);
    return await memoryOf(page);
  };
  const after10 = await give(0, 10);
  const after50 = await give(10, 50);
  console.log(`Memory ${after10} MB after 10 films, ${after50} MB after 50`);
  assert(after50 - after10 < 60, `memory grew from ${after10} to ${after50} MB`);
  await page.getByRole("button", { name: "Remove all" }).click();
  await until(page, () => document.querySelector("table") === null);
});

testPage("shows nothing wider than a telephone", async (page) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await openPage(page, site.address);
  const films = [
    { name: "a-long-name-without-any-break-in-it-at-all-anywhere.jpg", bytes: textFile() },
    { name: "film.jpg", bytes: await phantomJpeg("Normal", 5) },
  ];
  await giveFiles(page, films);
  await savedRows(page, 2);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
});

const PHANTOMS = [
  ["Normal", "Normal"],
  ["COVID-19", "COVID-19"],
  ["Viral Pneumonia", "Pneumonia"],
] as const;

/** What must be said of the files that are no films. */
const REASONS: Record<string, RegExp> = {
  "text.png": /not an image in a known format/,
  "truncated.jpg": /truncated or damaged/,
  "bomb.png": /200 megapixels are more than the limit of 100/,
  "empty.jpg": /the file is empty/,
};

async function everyKindOfFile(): Promise<GivenFile[]> {
  const films: GivenFile[] = [
    { name: "text.png", bytes: textFile() },
    { name: "truncated.jpg", bytes: await truncatedJpeg() },
    { name: "bomb.png", bytes: bomb() },
    { name: "empty.jpg", bytes: new Uint8Array() },
    { name: "photograph.jpg", bytes: await photograph() },
  ];
  for (const [i, [label]] of PHANTOMS.entries()) {
    films.push({ name: `phantom-${i}.jpg`, bytes: await phantomJpeg(label, 60 + i) });
  }
  for (const folder of [realData("dicom"), realData("raw-sample")]) {
    if (folder === undefined) continue;
    const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
    for (const name of names.filter((name) => /\.dcm$/.test(name)).concat(names.slice(0, 6))) {
      if (films.some((film) => film.name === name)) continue;
      films.push({ name, bytes: await Deno.readFile(join(folder, name)) });
    }
  }
  return films;
}

/** Lets a worker of the page try to connect: a file more beside the page's own. */
async function connectFromWorker(page: Page, url: string): Promise<string> {
  const code =
    'onmessage = async ({ data }) => postMessage(await fetch(data).then(() => "reached", ' +
    "(error) => error.name));";
  await Deno.writeTextFile(join(site.dir, "code/probe.js"), code);
  return await page.evaluate((url) =>
    new Promise<string>((resolve) => {
      const worker = new Worker("code/probe.js");
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = () => resolve("not started");
      worker.postMessage(url);
    }), url);
}

/** Memory of the browser's pages with their workers, MB, as the system counts it. */
async function memoryOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.detach();
  const ofBrowser = await browser.newBrowserCDPSession();
  const { processInfo } = await ofBrowser.send("SystemInfo.getProcessInfo");
  await ofBrowser.detach();
  let kilobytes = 0;
  for (const { type, id } of processInfo) {
    if (type !== "renderer") continue;
    const { stdout } = await new Deno.Command("cat", { args: [`/proc/${id}/status`] }).output();
    kilobytes += Number(/VmRSS:\s+(\d+)/.exec(new TextDecoder().decode(stdout))?.[1] ?? 0);
  }
  return Math.round(kilobytes / 1024);
}

/** Every control has a name, every picture a text, headings begin with one. */
async function assertAccessible(page: Page): Promise<void> {
  const problems = await page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll("button, input, select, a")) {
      const control = element as HTMLInputElement;
      const name = control.getAttribute("aria-label") ?? control.innerText ?? "";
      const isNamed = name.trim() !== "" || control.labels?.length ||
        control.getAttribute("aria-hidden") === "true";
      if (!isNamed) found.push(`no name: ${control.outerHTML.slice(0, 80)}`);
    }
    for (const image of document.querySelectorAll("img:not([alt])")) {
      found.push(`no text: ${image.outerHTML.slice(0, 80)}`);
    }
    if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
    return found;
  });
  assert.deepEqual(problems, []);
}

/** What a web server does that knows nothing of the page. */
async function servePlainly(dir: string, { url }: Request): Promise<Response> {
  const path = new URL(url).pathname.replace(/\/$/, "/index.html");
  const bytes = await Deno.readFile(join(dir, path)).catch(() => undefined);
  if (!bytes) return new Response("No such file", { status: 404 });
  const types: Record<string, string> = {
    html: "text/html",
    js: "text/javascript",
    css: "text/css",
    wasm: "application/wasm",
    svg: "image/svg+xml",
  };
  const type = types[path.split(".").at(-1)!] ?? "application/octet-stream";
  return new Response(bytes, { headers: { "content-type": type } });
}
