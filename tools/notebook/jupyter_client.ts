import { createHmac } from "node:crypto";
import { ZmtpConnection } from "lib/kernel/zmtp.ts";

/** Where a kernel listens and the key that signs its messages: a Jupyter connection file. */
export interface ConnectionInfo {
  transport: "tcp";
  ip: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
  key: string;
  signature_scheme: "hmac-sha256";
}

/** A message of the Jupyter protocol, version 5.3. */
export interface Message {
  header: { msg_id: string; msg_type: string; [key: string]: unknown };
  parent_header: { msg_id?: string; [key: string]: unknown };
  // deno-lint-ignore no-explicit-any -- a message's content depends on its type
  content: Record<string, any>;
}

/** The channels that requests travel on. */
export type Channel = "shell" | "control";

const delimiter = "<IDS|MSG>";
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Speaks the Jupyter protocol with one kernel.
 *
 * Messages on the output channel go to `onOutput` in the order in which the kernel sent them.
 *
 * @example
 * ```ts ignore
 * import { JupyterClient } from "./jupyter_client.ts";
 * const info = JSON.parse(await Deno.readTextFile("connection.json"));
 * using client = await JupyterClient.connect(info);
 * const reply = await client.request("shell", "kernel_info_request", {});
 * console.log(reply.content.implementation);
 * ```
 */
export class JupyterClient {
  /** Takes every message of the kernel's output channel. */
  onOutput: (message: Message) => void = () => {};

  readonly #session = crypto.randomUUID();
  readonly #key: string;
  readonly #channels: Record<Channel | "iopub", ZmtpConnection>;
  readonly #waiting = new Map<string, PromiseWithResolvers<Message>>();
  #closed = false;

  private constructor(key: string, channels: Record<Channel | "iopub", ZmtpConnection>) {
    this.#key = key;
    this.#channels = channels;
    this.#listen(channels.shell, (message) => this.#answer(message));
    this.#listen(channels.control, (message) => this.#answer(message));
    this.#listen(channels.iopub, (message) => this.onOutput(message));
  }

  /**
   * Connects to a kernel that listens.
   *
   * @param info Its connection file's content.
   * @returns The client.
   * @throws {Deno.errors.ConnectionRefused} Where the kernel does not listen (yet).
   */
  static async connect(info: ConnectionInfo): Promise<JupyterClient> {
    const open = (type: "DEALER" | "SUB", port: number) =>
      ZmtpConnection.open({ hostname: info.ip, port, type });
    const opened = await Promise.allSettled([
      open("DEALER", info.shell_port),
      open("DEALER", info.control_port),
      open("SUB", info.iopub_port),
    ]);
    const connections = opened.map((result) => result.status === "fulfilled" ? result.value : null);
    const [shell, control, iopub] = connections;
    if (shell === null || control === null || iopub === null) {
      for (const connection of connections) connection?.close();
      throw opened.find((result) => result.status === "rejected")!.reason;
    }
    return new JupyterClient(info.key, { shell, control, iopub });
  }

  /**
   * Sends a request and waits for its reply.
   *
   * @param channel Where the request goes.
   * @param type Its message type, such as `"execute_request"`.
   * @param content Its content.
   * @param messageId The request's id, which the outputs that it causes carry.
   * @returns The kernel's reply.
   * @throws {Error} Where the client is closed before the reply.
   */
  async request(
    channel: Channel,
    type: string,
    content: Record<string, unknown>,
    messageId: string = crypto.randomUUID(),
  ): Promise<Message> {
    if (this.#closed) throw new Error("Cannot ask the kernel: the connection is closed");
    const reply = Promise.withResolvers<Message>();
    this.#waiting.set(messageId, reply);
    const header = {
      msg_id: messageId,
      msg_type: type,
      session: this.#session,
      username: "run",
      date: new Date().toISOString(),
      version: "5.3",
    };
    await this.#channels[channel].send(encodeMessage(this.#key, header, content));
    return await reply.promise;
  }

  /** Closes the connection; requests without a reply fail. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const channel of Object.values(this.#channels)) channel.close();
    for (const { reject } of this.#waiting.values()) {
      reject(new Error("The connection to the kernel was closed before it replied"));
    }
    this.#waiting.clear();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #answer(message: Message): void {
    const id = message.parent_header.msg_id ?? "";
    this.#waiting.get(id)?.resolve(message);
    this.#waiting.delete(id);
  }

  async #listen(channel: ZmtpConnection, take: (message: Message) => void): Promise<void> {
    for await (const frames of channel.receive()) take(decodeMessage(this.#key, frames));
  }
}

function encodeMessage(key: string, header: object, content: object): Uint8Array[] {
  const parts = [header, {}, {}, content].map((part) => encoder.encode(JSON.stringify(part)));
  return [encoder.encode(delimiter), encoder.encode(sign(key, parts)), ...parts];
}

/** Reads the frames of a message; throws where its signature is not the kernel's. */
function decodeMessage(key: string, frames: Uint8Array[]): Message {
  const texts = frames.map((frame) => decoder.decode(frame));
  const start = texts.indexOf(delimiter) + 1;
  if (start === 0 || texts[start] !== sign(key, frames.slice(start + 1, start + 5))) {
    throw new Error("Received a message that the kernel did not sign");
  }
  const [header, parent_header, , content] = texts.slice(start + 1, start + 5)
    .map((text) => JSON.parse(text));
  return { header, parent_header, content };
}

function sign(key: string, parts: readonly Uint8Array[]): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}
