/**
 * One connection to a ZeroMQ socket, in plain TypeScript over TCP (ZMTP 3.0, no security).
 *
 * `npm:zeromq` stops receiving under Deno after some 500 messages (zeromq 6.8.0, Deno 2.9.6), and
 * a kernel needs no more of the protocol than this: https://rfc.zeromq.org/spec/23.
 *
 * @example
 * ```ts ignore
 * import { ZmtpConnection } from "lib/kernel/zmtp.ts";
 * using outputs = await ZmtpConnection.open({ hostname: "127.0.0.1", port: 5555, type: "SUB" });
 * for await (const frames of outputs.receive()) console.log(frames.length);
 * ```
 */
export class ZmtpConnection {
  readonly #conn: Deno.TcpConn;
  #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #sending: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(conn: Deno.TcpConn) {
    this.#conn = conn;
  }

  /**
   * Connects and shakes hands; a `SUB` connection subscribes to everything.
   *
   * @param options Where the peer listens and which kind of socket this is.
   * @returns The open connection.
   * @throws {Deno.errors.ConnectionRefused} Where nobody listens.
   */
  static async open(
    options: { hostname: string; port: number; type: "DEALER" | "SUB" },
  ): Promise<ZmtpConnection> {
    const { hostname, port, type } = options;
    const conn = await Deno.connect({ hostname, port });
    const connection = new ZmtpConnection(conn);
    try {
      conn.setNoDelay();
      await connection.#write(greeting());
      await connection.#read(64);
      await connection.#write(frame(readyCommand(type), 0x04));
      await connection.#readFrame();
      if (type === "SUB") await connection.send([Uint8Array.of(1)]);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /**
   * Sends one message; messages go out in the order of the calls.
   *
   * @param frames The message's parts.
   */
  send(frames: readonly Uint8Array[]): Promise<void> {
    const parts = frames.map((part, i) => frame(part, i < frames.length - 1 ? 0x01 : 0));
    const sent = this.#sending.then(() => this.#write(concat(parts)));
    this.#sending = sent.catch(() => {});
    return sent;
  }

  /**
   * Gives each message that arrives, as its parts, until the connection ends.
   *
   * @returns Messages in the order in which the peer sent them.
   */
  async *receive(): AsyncGenerator<Uint8Array[]> {
    let frames: Uint8Array[] = [];
    for (;;) {
      let next: { flags: number; body: Uint8Array };
      try {
        next = await this.#readFrame();
      } catch (error) {
        if (this.#closed || isDisconnect(error)) return;
        throw error;
      }
      if (next.flags & 0x04) continue;
      frames.push(next.body);
      if (next.flags & 0x01) continue;
      yield frames;
      frames = [];
    }
  }

  /** Closes the connection; `receive()` ends. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#conn.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async #readFrame(): Promise<{ flags: number; body: Uint8Array }> {
    const [flags, short] = await this.#read(2);
    if ((flags & 0x02) === 0) return { flags, body: await this.#read(short) };
    const rest = await this.#read(7);
    const size = concat([Uint8Array.of(short), rest]);
    const length = Number(new DataView(size.buffer).getBigUint64(0));
    return { flags, body: await this.#read(length) };
  }

  /** Takes exactly so many bytes, reading ahead where little is wanted. */
  async #read(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      if (this.#buffer.length === 0) {
        const chunk = new Uint8Array(65_536);
        const count = await this.#conn.read(chunk);
        if (count === null) throw new Deno.errors.UnexpectedEof("The peer closed the connection");
        this.#buffer = chunk.subarray(0, count);
      }
      const part = this.#buffer.subarray(0, length - filled);
      bytes.set(part, filled);
      filled += part.length;
      this.#buffer = this.#buffer.subarray(part.length);
    }
    return bytes;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let offset = 0; offset < bytes.length;) {
      offset += await this.#conn.write(bytes.subarray(offset));
    }
  }
}

/** 64 bytes: signature, version 3.0, mechanism `NULL`, not a server. */
function greeting(): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes[0] = 0xff;
  bytes[9] = 0x7f;
  bytes[10] = 3;
  bytes.set(new TextEncoder().encode("NULL"), 12);
  return bytes;
}

/** The command `READY` with the property `Socket-Type`. */
function readyCommand(type: string): Uint8Array {
  const text = (value: string) => new TextEncoder().encode(value);
  const name = text("READY");
  const property = text("Socket-Type");
  const value = text(type);
  return concat([
    Uint8Array.of(name.length),
    name,
    Uint8Array.of(property.length),
    property,
    Uint8Array.of(0, 0, 0, value.length),
    value,
  ]);
}

/** A frame: flags (1 more, 2 long, 4 command), length in 1 or 8 bytes, body. */
function frame(body: Uint8Array, flags: number): Uint8Array {
  if (body.length < 256) return concat([Uint8Array.of(flags, body.length), body]);
  const head = new Uint8Array(9);
  head[0] = flags | 0x02;
  new DataView(head.buffer).setBigUint64(1, BigInt(body.length));
  return concat([head, body]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function isDisconnect(error: unknown): boolean {
  return error instanceof Deno.errors.UnexpectedEof ||
    error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.BrokenPipe;
}
