/** A server's refusal, which asking again does not cure. */
export class HttpError extends Error {
  override name = "HttpError";

  /** @param status HTTP status, such as 403. */
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

const MAX_REDIRECTS = 5;
const MAY_PASS = [408, 416, 425, 429, 500, 502, 503, 504];

/**
 * Requests an address and follows redirects, each of them checked.
 *
 * Only https is asked, or http on this machine; a server elsewhere cannot redirect to this machine;
 * an `authorization` header stays with the host that it was meant for.
 *
 * @param url Address.
 * @param options Request headers and stop signal.
 * @returns The response, its body unread: content (2xx), or a status that asking again may cure.
 * @throws {HttpError} At any other status, and where a web page comes instead of a file.
 * @throws {Error} At an address that must not be asked, and at more than five redirects.
 * @throws {TypeError} Where the network fails.
 *
 * @example
 * ```ts
 * import { openUrl } from "./open_url.ts";
 * const host = { hostname: "127.0.0.1", port: 0, onListen() {} };
 * await using server = Deno.serve(host, () => new Response("film"));
 * const response = await openUrl(`http://127.0.0.1:${server.addr.port}/`);
 * await response.text(); // "film"
 * ```
 */
export async function openUrl(
  url: string,
  options: { headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Response> {
  const headers = new Headers(options.headers);
  let address = checkAddress(url, undefined);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await fetch(address, { headers, redirect: "manual", signal: options.signal });
    const location = response.headers.get("location");
    if (!location || response.status < 300 || response.status >= 400) {
      return await checkAnswer(url, response);
    }
    await response.body?.cancel();
    const next = checkAddress(location, address);
    if (next.origin !== address.origin) headers.delete("authorization");
    address = next;
  }
  throw new Error(`Cannot download ${url}: more than ${MAX_REDIRECTS} redirects`);
}

function checkAddress(text: string, from: URL | undefined): URL {
  const url = new URL(text, from);
  const local = isLocal(url) && (from === undefined || isLocal(from));
  if ((url.protocol === "https:" && !isLocal(url)) || (local && /^https?:$/.test(url.protocol))) {
    return url;
  }
  const way = from ? `: ${from.host} redirects to` : " from";
  throw new Error(`Cannot download${way} ${url.origin}: expected an https address`);
}

function isLocal(url: URL): boolean {
  return ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
}

async function checkAnswer(url: string, response: Response): Promise<Response> {
  const { status, headers } = response;
  const isPage = headers.get("content-type")?.startsWith("text/html");
  if ((response.ok && !isPage) || MAY_PASS.includes(status)) return response;
  await response.body?.cancel();
  const what = response.ok ? "a web page came, perhaps a login page" : `answer ${status}`;
  throw new HttpError(status, `Cannot download ${url}: ${what}`);
}
