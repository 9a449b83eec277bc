import assert from "node:assert/strict";
import { ZmtpConnection } from "lib/kernel/zmtp.ts";

/** A peer that greets, says READY, notes what it gets, and then sends what it is given. */
async function withPeer(
  bytesToSend: Uint8Array,
  body: (port: number) => Promise<void>,
): Promise<Uint8Array> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const got: number[] = [];
  const serving = (async () => {
    using conn = await listener.accept();
    const greeting = new Uint8Array(64);
    greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0, 78, 85, 76, 76]);
    const ready = Uint8Array.of(4, 6, 5, 82, 69, 65, 68, 89);
    await conn.write(greeting);
    await conn.write(ready);
    // In two pieces, so that frames are cut in their midst.
    await conn.write(bytesToSend.subarray(0, 5));
    await new Promise((done) => setTimeout(done, 20));
    for (let sent = 5; sent < bytesToSend.length;) {
      sent += await conn.write(bytesToSend.subarray(sent));
    }
    const chunk = new Uint8Array(1024);
    for (;;) {
      const count = await conn.read(chunk).catch(() => null);
      if (count === null) return;
      got.push(...chunk.subarray(0, count));
    }
  })();
  await body((listener.addr as Deno.NetAddr).port);
  await serving;
  return Uint8Array.from(got);
}

Deno.test("ZmtpConnection greets, subscribes, and sends short and long frames", async () => {
  const got = await withPeer(new Uint8Array(0), async (port) => {
    using connection = await ZmtpConnection.open({ hostname: "127.0.0.1", port, type: "SUB" });
    await connection.send([Uint8Array.of(7), new Uint8Array(300)]);
  });
  assert.deepEqual([...got.subarray(0, 16)], [
    255,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    127,
    3,
    0,
    78,
    85,
    76,
    76,
  ]);
  const ready = new TextDecoder().decode(got.subarray(64, 64 + 27));
  assert.equal(ready, "\x04\x19\x05READY\x0bSocket-Type\0\0\0\x03SUB");
  const rest = got.subarray(64 + 27);
  assert.deepEqual([...rest.subarray(0, 3)], [0, 1, 1], "subscribes to everything");
  assert.deepEqual([...rest.subarray(3, 6)], [1, 1, 7], "a short frame, more to come");
  assert.deepEqual([...rest.subarray(6, 15)], [2, 0, 0, 0, 0, 0, 0, 1, 44], "a long frame");
  assert.equal(rest.length, 15 + 300);
});

Deno.test("ZmtpConnection gives whole messages however the bytes arrive", async () => {
  const long = new Uint8Array(70_000).fill(5);
  const head = [2, 0, 0, 0, 0, 0, 1, 17, 112];
  const bytes = Uint8Array.from([1, 2, 8, 9, ...head, ...long, 4, 1, 0, 0, 1, 6]);
  await withPeer(bytes, async (port) => {
    using connection = await ZmtpConnection.open({ hostname: "127.0.0.1", port, type: "DEALER" });
    const messages: Uint8Array[][] = [];
    for await (const frames of connection.receive()) {
      messages.push(frames);
      if (messages.length === 2) break;
    }
    assert.deepEqual(messages.map((frames) => frames.map(({ length }) => length)), [[2, 70_000], [
      1,
    ]]);
    assert.deepEqual([...messages[0][0]], [8, 9]);
    assert.deepEqual([...messages[1][0]], [6]);
  });
});

Deno.test("ZmtpConnection.open() fails where nobody listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  await assert.rejects(
    ZmtpConnection.open({ hostname: "127.0.0.1", port, type: "SUB" }),
    Deno.errors.ConnectionRefused,
  );
});
