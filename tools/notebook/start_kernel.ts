import { join } from "@std/path";
import { deadline } from "./deadline.ts";
import { type ConnectionInfo, JupyterClient } from "./jupyter_client.ts";

/** How a kernel is started. */
export interface StartKernelOptions {
  /** The kernel's working directory; for a notebook, its folder. */
  cwd: string;
  /** The Deno binary. Default: the one that runs this code. */
  denoPath?: string;
  /** Limit on the start in seconds; a kernel that needs longer is started anew, once. Default 60. */
  startSeconds?: number;
  /** Ends the wait. */
  signal?: AbortSignal;
}

/** A running kernel. */
export interface Kernel {
  client: JupyterClient;
  /** The kernel's process id. */
  pid: number;
  /** Seconds from the start of the process to its first reply. */
  startSeconds: number;
  /** Fails where the kernel ends by itself, saying how; never succeeds. */
  died: Promise<never>;
  /** Sends SIGINT, as the stop button does. */
  interrupt(): void;
  /** Ends the kernel: by request, else by SIGTERM, else by SIGKILL. Safe to call twice. */
  shutdown(): Promise<void>;
}

/**
 * Starts a Deno kernel and waits until it answers.
 *
 * The kernel ends itself within a second where this process is killed.
 *
 * @param options Where it runs and how long its start may take.
 * @returns The kernel; call `shutdown()` in the end.
 * @throws {Error} Where it does not answer in time, twice.
 *
 * @example
 * ```ts ignore
 * import { startKernel } from "./start_kernel.ts";
 * const kernel = await startKernel({ cwd: "notebooks" });
 * await kernel.shutdown();
 * ```
 */
export async function startKernel(options: StartKernelOptions): Promise<Kernel> {
  try {
    return await startOnce(options);
  } catch (error) {
    options.signal?.throwIfAborted();
    try {
      return await startOnce(options);
    } catch {
      throw error;
    }
  }
}

async function startOnce(options: StartKernelOptions): Promise<Kernel> {
  const { cwd, denoPath = Deno.execPath(), startSeconds = 60, signal } = options;
  const began = performance.now();
  const folder = await Deno.makeTempDir({ prefix: "kernel-" });
  const info = connectionInfo();
  const connectionFile = join(folder, "connection.json");
  await Deno.writeTextFile(connectionFile, JSON.stringify(info), { mode: 0o600 });
  const child = new Deno.Command(denoPath, {
    args: ["jupyter", "--kernel", "--conn", connectionFile],
    cwd,
    env: { NO_COLOR: "1", TF_CPP_MIN_LOG_LEVEL: "2" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const stderr = lastLines(child.stderr);
  let client: JupyterClient | undefined;
  let ending = false;
  const died = child.status.then(async (status): Promise<never> => {
    if (ending) return await new Promise<never>(() => {});
    const said = await Promise.race([stderr, wait(500).then(() => "")]);
    throw new Error(
      `The kernel ended by itself (${status.signal ?? `exit code ${status.code}`})` +
        (said === "" ? "" : `; it said last:\n${said}`),
    );
  });
  died.catch(() => {});

  const shutdown = async () => {
    if (!ending) {
      ending = true;
      client?.request("control", "shutdown_request", { restart: false }).catch(() => {});
      if (client === undefined) child.kill("SIGTERM");
      await endProcess(child);
      client?.close();
      await Deno.remove(folder, { recursive: true }).catch(() => {});
    }
    await child.status;
  };
  const message = `The kernel did not answer within ${startSeconds} s; free memory or processors`;
  const limit = deadline({ seconds: startSeconds, message, signal });
  try {
    const ready = async () => {
      const connected = client = await knock(info, limit.expired);
      await outputsArrive(connected);
      await connected.request("shell", "execute_request", quiet(endWithParent(Deno.pid)));
      return connected;
    };
    client = await Promise.race([ready(), died, limit.expired]);
    return {
      client,
      pid: child.pid,
      startSeconds: (performance.now() - began) / 1000,
      died,
      interrupt: () => child.kill("SIGINT"),
      shutdown,
    };
  } catch (error) {
    await shutdown();
    throw error;
  } finally {
    limit.clear();
  }
}

/** The content of a request to run code that leaves no trace in a notebook. */
export function quiet(code: string): Record<string, unknown> {
  return { code, silent: true, store_history: false, allow_stdin: false, stop_on_error: false };
}

/** Code that kills the kernel once its parent is another than the process given. */
function endWithParent(pid: number): string {
  const watch = `setInterval(() => {
    if (Deno.ppid !== ${pid}) Deno.kill(Deno.pid, "SIGKILL");
  }, 500);`;
  const url = `data:application/javascript,${encodeURIComponent(watch)}`;
  return `void new Worker(${JSON.stringify(url)}, { type: "module" });`;
}

/** Connects as soon as the kernel listens. */
async function knock(info: ConnectionInfo, expired: Promise<never>): Promise<JupyterClient> {
  for (;;) {
    try {
      return await JupyterClient.connect(info);
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
    }
    await Promise.race([wait(10), expired]);
  }
}

/** Asks until the output channel, which subscribes in its own time, has brought something. */
async function outputsArrive(client: JupyterClient): Promise<void> {
  let arrived = false;
  client.onOutput = () => arrived = true;
  while (!arrived) {
    await client.request("shell", "kernel_info_request", {});
    for (let i = 0; i < 50 && !arrived; i++) await wait(2);
  }
  client.onOutput = () => {};
}

async function endProcess(child: Deno.ChildProcess): Promise<void> {
  const ended = child.status.then(() => true);
  for (const signal of ["SIGTERM", "SIGKILL", undefined] as const) {
    const limit = signal === "SIGTERM" ? 5000 : 2000;
    if (await Promise.race([ended, wait(limit).then(() => false)])) return;
    if (signal !== undefined) child.kill(signal);
  }
}

/** A connection file's content with five ports that are free now. */
function connectionInfo(): ConnectionInfo {
  const ip = "127.0.0.1";
  const listeners = Array.from({ length: 5 }, () => Deno.listen({ hostname: ip, port: 0 }));
  const ports = listeners.map((listener) => listener.addr.port);
  for (const listener of listeners) listener.close();
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = ports;
  return {
    transport: "tcp",
    ip,
    shell_port,
    iopub_port,
    stdin_port,
    control_port,
    hb_port,
    key: crypto.randomUUID(),
    signature_scheme: "hmac-sha256",
  };
}

/** Reads a stream to its end and returns its last 20 lines. */
async function lastLines(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const part of stream) {
    text += decoder.decode(part, { stream: true });
    text = text.split("\n").slice(-21).join("\n").slice(-10_000);
  }
  return text.replace(/^Warning "deno jupyter" is unstable.*\n/m, "").trim();
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    Deno.unrefTimer(timer);
  });
}
