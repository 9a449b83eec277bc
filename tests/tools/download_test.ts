import assert from "node:assert/strict";
import { downloadFile, type DownloadOptions } from "../../tools/download/download_file.ts";
import { HttpError } from "../../tools/download/open_url.ts";
import { showTransfer } from "../../tools/download/show_transfer.ts";
import { transferText } from "../../tools/download/transfer_text.ts";
import { writeChunk } from "../../tools/download/write_chunk.ts";

const CONTENT = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 5);

interface Plan {
  content?: Uint8Array;
  etag?: string;
  /** Bytes after which the connection is cut, one a request; none left: not cut. */
  cuts?: number[];
  /** Statuses to answer with first, one a request. */
  statuses?: number[];
  /** Whether `Range` is heeded. */
  ranges?: boolean;
}

/** A server whose one file comes with the accidents of `plan`; `seen` holds each request's headers. */
function serve(plan: Plan) {
  const seen: Headers[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    seen.push(request.headers);
    const { content = CONTENT, etag = '"v1"', cuts = [], statuses = [], ranges = true } = plan;
    const status = statuses.shift();
    if (status) return new Response("no", { status, headers: { "retry-after": "0" } });
    const asked = /^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "");
    const fits = request.headers.get("if-range") === etag;
    const start = asked && fits && ranges ? Number(asked[1]) : 0;
    const rest = content.subarray(start);
    const cut = cuts.shift();
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(rest.slice(0, cut));
        if (cut === undefined) return controller.close();
        await new Promise((done) => setTimeout(done, 20)); // so that the first part is on its way
        controller.error(new Error("cut"));
      },
    });
    const headers: Record<string, string> = { etag, "content-length": `${rest.length}` };
    if (start === 0) return new Response(body, { headers });
    headers["content-range"] = `bytes ${start}-${content.length - 1}/${content.length}`;
    return new Response(body, { status: 206, headers });
  });
  const url = `http://127.0.0.1:${server.addr.port}/set.zip`;
  return { url, seen, [Symbol.asyncDispose]: () => server.shutdown() };
}

async function folder(): Promise<{ path: string; names: () => string[] }> {
  const dir = await Deno.makeTempDir();
  const names = () => [...Deno.readDirSync(dir)].map(({ name }) => name).sort();
  return { path: `${dir}/set.zip`, names };
}

const FAST: DownloadOptions = { backoffMs: 1 };

Deno.test("downloadFile() fetches a file and leaves nothing else", async () => {
  await using server = serve({});
  const { path, names } = await folder();
  const seen: number[][] = [];
  const onProgress = (done: number, total: number) => seen.push([done, total]);
  await downloadFile(server.url, path, { onProgress, bytes: CONTENT.length });
  assert.deepEqual(await Deno.readFile(path), CONTENT);
  assert.deepEqual(names(), ["set.zip"]);
  assert.deepEqual(seen.at(-1), [CONTENT.length, CONTENT.length]);
  assert.equal(server.seen[0].get("accept-encoding"), "identity");
});

Deno.test("downloadFile() goes on in the middle after a cut, with Range and If-Range", async () => {
  await using server = serve({ cuts: [100_000, 50_000] });
  const { path, names } = await folder();
  await downloadFile(server.url, path, FAST);
  assert.deepEqual(await Deno.readFile(path), CONTENT);
  assert.deepEqual(server.seen.map((headers) => headers.get("range")), [
    null,
    "bytes=100000-",
    "bytes=150000-",
  ]);
  assert.equal(server.seen[1].get("if-range"), '"v1"');
  assert.deepEqual(names(), ["set.zip"]);
});

Deno.test("downloadFile() goes on where an earlier run was stopped", async () => {
  await using server = serve({ cuts: [100_000] });
  const { path, names } = await folder();
  const stop = new AbortController();
  const onProgress = () => stop.abort();
  await assert.rejects(
    downloadFile(server.url, path, { ...FAST, onProgress, signal: stop.signal }),
    {
      name: "AbortError",
    },
  );
  assert.deepEqual(names(), ["set.zip.part", "set.zip.part.json"]);
  const { size } = await Deno.stat(`${path}.part`);
  assert(size > 0 && size <= 100_000);
  await downloadFile(server.url, path, FAST);
  assert.deepEqual(await Deno.readFile(path), CONTENT);
  assert.equal(server.seen.at(-1)!.get("range"), `bytes=${size}-`);
});

Deno.test("downloadFile() starts over when the content changed between tries", async () => {
  const plan: Plan = { cuts: [100_000] };
  await using server = serve(plan);
  const { path } = await folder();
  await assert.rejects(downloadFile(server.url, path, { ...FAST, tries: 1 }), /run it again later/);
  plan.etag = '"v2"';
  plan.content = CONTENT.toReversed();
  await downloadFile(server.url, path, FAST);
  assert.deepEqual(await Deno.readFile(path), CONTENT.toReversed());
});

Deno.test("downloadFile() starts over when the server knows no ranges or no version", async () => {
  for (const plan of [{ ranges: false }, { etag: 'W/"weak"' }]) {
    await using server = serve({ ...plan, cuts: [100_000] });
    const { path } = await folder();
    await downloadFile(server.url, path, FAST);
    assert.deepEqual(await Deno.readFile(path), CONTENT);
    assert.equal(server.seen.length, 2);
  }
});

Deno.test("downloadFile() starts over on 416, keeps what it has on 503", async () => {
  for (const [status, range] of [[416, null], [503, "bytes=100000-"]] as const) {
    const plan: Plan = { cuts: [100_000] };
    await using server = serve(plan);
    const { path } = await folder();
    await assert.rejects(downloadFile(server.url, path, { ...FAST, tries: 1 }));
    plan.statuses = [status];
    await downloadFile(server.url, path, FAST);
    assert.deepEqual(await Deno.readFile(path), CONTENT);
    assert.equal(server.seen.at(-1)!.get("range"), range);
  }
});

Deno.test("downloadFile() asks for nothing when all bytes are there already", async () => {
  await using server = serve({});
  const { path } = await folder();
  await Deno.writeFile(`${path}.part`, CONTENT);
  const state = { url: server.url, validator: '"v1"', total: CONTENT.length };
  await Deno.writeTextFile(`${path}.part.json`, JSON.stringify(state));
  await downloadFile(server.url, path, FAST);
  assert.equal(server.seen.length, 0);
  assert.deepEqual(await Deno.readFile(path), CONTENT);
});

Deno.test("downloadFile() never adds to a part of unknown origin", async () => {
  await using server = serve({});
  const { path } = await folder();
  await Deno.writeFile(`${path}.part`, new Uint8Array(5));
  for (const state of ["{", '{"url":"http://other/","validator":"\\"v1\\"","total":9}']) {
    await Deno.writeTextFile(`${path}.part.json`, state);
    await downloadFile(server.url, path, FAST);
    assert.deepEqual(await Deno.readFile(path), CONTENT);
    await Deno.rename(path, `${path}.part`);
  }
});

Deno.test("downloadFile() tries again on 500 and 429, a bounded number of times", async () => {
  await using server = serve({ statuses: [500, 429, 503] });
  const { path, names } = await folder();
  await downloadFile(server.url, path, FAST);
  assert.deepEqual(names(), ["set.zip"]);
  await using broken = serve({ statuses: Array(9).fill(500) });
  const other = await folder();
  await assert.rejects(downloadFile(broken.url, other.path, { ...FAST, tries: 3 }), {
    name: "Error",
    message: `Cannot download ${broken.url}: answer 500 (3 tries); run it again later, ` +
      "it goes on where it stopped",
  });
  assert.equal(broken.seen.length, 3);
  assert.deepEqual(other.names(), []);
});

Deno.test("downloadFile() does not ask again on 403 and 404", async () => {
  for (const status of [403, 404]) {
    await using server = serve({ statuses: [status, status] });
    const { path, names } = await folder();
    const error = await downloadFile(server.url, path, FAST).catch((error) => error);
    assert(error instanceof HttpError);
    assert.equal(error.status, status);
    assert.equal(error.message, `Cannot download ${server.url}: answer ${status}`);
    assert.equal(server.seen.length, 1);
    assert.deepEqual(names(), []);
  }
});

Deno.test("downloadFile() refuses another length than expected, and one over the limit", async () => {
  await using server = serve({});
  const { path, names } = await folder();
  await assert.rejects(downloadFile(server.url, path, { bytes: 7 }), {
    name: "RangeError",
    message: `Cannot download ${server.url}: expected 7 bytes but the server has 300000; ` +
      "it may have published another version",
  });
  await assert.rejects(downloadFile(server.url, path, { maxBytes: 1000 }), {
    name: "RangeError",
    message: `Cannot download ${server.url}: it is over the limit of 1000 bytes`,
  });
  assert.equal(server.seen.length, 2);
  assert.deepEqual(names(), []);
});

Deno.test("downloadFile() holds the limit against a length that is not announced", async () => {
  let sent = 0;
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            controller.enqueue(new Uint8Array(10_000));
            if (++sent > 1000) controller.close();
          },
        }),
      ),
  );
  const { path } = await folder();
  const url = `http://127.0.0.1:${server.addr.port}/`;
  await assert.rejects(downloadFile(url, path, { maxBytes: 25_000 }), /over the limit of 25000/);
  assert(sent < 1000);
});

Deno.test("downloadFile() refuses a range that begins elsewhere", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () =>
      new Response(new Uint8Array(5), {
        status: 206,
        headers: { "content-range": "bytes 5-9/10" },
      }),
  );
  const { path } = await folder();
  const url = `http://127.0.0.1:${server.addr.port}/`;
  await assert.rejects(downloadFile(url, path, { ...FAST, tries: 2 }), /another range than asked/);
});

Deno.test("downloadFile() gives up a connection that has gone silent", async () => {
  const silent = Promise.withResolvers<void>();
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () =>
      new Response(
        new ReadableStream({
          async pull(controller) {
            controller.enqueue(new Uint8Array(10));
            await silent.promise;
            controller.close();
          },
        }),
        { headers: { "content-length": "20" } },
      ),
  );
  const { path } = await folder();
  const url = `http://127.0.0.1:${server.addr.port}/`;
  const work = downloadFile(url, path, { ...FAST, tries: 2, idleMs: 50 });
  await assert.rejects(work, /nothing came for too long \(2 tries\)/);
  silent.resolve();
});

Deno.test("downloadFile() says so when nobody listens", async () => {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response(),
  );
  const url = `http://127.0.0.1:${server.addr.port}/`;
  await server.shutdown();
  const { path, names } = await folder();
  await assert.rejects(
    downloadFile(url, path, { ...FAST, tries: 2 }),
    /refused.*\(2 tries\); run it again/,
  );
  assert.deepEqual(names(), []);
});

Deno.test("downloadFile() follows redirects, without the login to another host, and not in circles", async () => {
  await using store = serve({ cuts: [100_000] });
  const logins: (string | null)[] = [];
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    logins.push(request.headers.get("authorization"));
    const path = new URL(request.url).pathname;
    const location = { "/a": "/b", "/b": store.url, "/loop": "/loop" }[path] ??
      "http://192.0.2.1/set.zip";
    return new Response(null, { status: 302, headers: { location } });
  });
  const base = `http://127.0.0.1:${server.addr.port}`;
  const { path } = await folder();
  await downloadFile(`${base}/a`, path, { ...FAST, headers: { authorization: "Basic secret" } });
  assert.deepEqual(await Deno.readFile(path), CONTENT);
  // Both tries begin at the first address: what it redirects to may be valid only once.
  assert.deepEqual(logins, Array(4).fill("Basic secret"));
  assert.deepEqual(store.seen.map((headers) => headers.get("authorization")), [null, null]);
  await assert.rejects(downloadFile(`${base}/loop`, path), /more than 5 redirects/);
  await assert.rejects(downloadFile(`${base}/out`, path), {
    name: "Error",
    message: `Cannot download: 127.0.0.1:${server.addr.port} redirects to http://192.0.2.1: ` +
      "expected an https address",
  });
});

Deno.test("downloadFile() asks https only", async () => {
  const { path } = await folder();
  for (const url of ["http://192.0.2.1/a", "ftp://192.0.2.1/a", "file:///etc/passwd"]) {
    await assert.rejects(downloadFile(url, path), /expected an https address/);
  }
});

Deno.test("downloadFile() takes no web page for the file", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("<html>", { headers: { "content-type": "text/html; charset=utf-8" } }),
  );
  const { path } = await folder();
  const url = `http://127.0.0.1:${server.addr.port}/`;
  await assert.rejects(downloadFile(url, path), {
    name: "HttpError",
    message: `Cannot download ${url}: a web page came, perhaps a login page`,
  });
});

Deno.test("downloadFile() lets only one run write a file", async () => {
  await using server = serve({});
  const { path } = await folder();
  using other = await Deno.open(`${path}.part`, { write: true, create: true });
  await other.lock(true);
  await assert.rejects(downloadFile(server.url, path), /another run is doing so; wait for it/);
});

Deno.test("downloadFile() notices a body that ends early, as if it were whole", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    for await (const connection of listener) {
      await connection.read(new Uint8Array(4096));
      const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\nETag: "v1"\r\n\r\nshort';
      await connection.write(new TextEncoder().encode(answer));
      connection.close();
    }
  })();
  const { path, names } = await folder();
  const url = `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}/`;
  await assert.rejects(downloadFile(url, path, { ...FAST, tries: 2 }), /\(2 tries\)/);
  assert.deepEqual(names(), ["set.zip.part", "set.zip.part.json"]);
  assert.equal(await Deno.readTextFile(`${path}.part`), "short");
  listener.close();
  await serving;
});

Deno.test("writeChunk() writes on after a partial write, and says that the disk is full", async () => {
  const taken: number[] = [];
  const file = {
    write(bytes: Uint8Array): Promise<number> {
      taken.push(bytes.length);
      if (taken.length < 3) return Promise.resolve(4);
      // What Deno throws for a write to /dev/full.
      const error = new Error("No space left on device (os error 28)");
      return Promise.reject(Object.assign(error, { code: "ENOSPC" }));
    },
  };
  const options = { path: "films/.set.part", remedy: "free some and run it again" };
  await assert.rejects(writeChunk(file, new Uint8Array(9), options), {
    name: "Error",
    message: 'Cannot write "films/.set.part": the disk is full; free some and run it again',
  });
  assert.deepEqual(taken, [9, 5, 1]);
});

Deno.test("transferText() gives bytes, mean rate and time left", () => {
  let ms = 0;
  const text = transferText(10e6, () => ms);
  ms = 4000;
  assert.equal(text(30e6, 80e6), "30.0 of 80.0 MB, 5.0 MB/s, 10 s left");
  assert.equal(text(30e6, NaN), "30.0 MB, 5.0 MB/s");
  assert.equal(text(30e6, 6030e6), "30.0 of 6030.0 MB, 5.0 MB/s, 20 min left");
  assert.equal(text(10e6, 20e6), "10.0 of 20.0 MB, 0.0 MB/s");
});

Deno.test("showTransfer() redraws a terminal's line, and is sparse in a file", () => {
  let ms = 0;
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  const options = { write, now: () => ms };
  for (const terminal of [true, false]) {
    const show = showTransfer({ ...options, terminal });
    for (ms = 0; ms < 400; ms += 100) show(ms, 1000, `${ms}`);
    show(1000, 1000, "all");
  }
  assert.deepEqual(written, ["\r\x1b[K0", "\r\x1b[K200", "\r\x1b[Kall\n", "0\n", "all\n"]);
});
