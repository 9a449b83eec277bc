/**
 * Keeps the page's files, so that it opens without a network, and adds the security headers that a
 * plain web server leaves out. It fetches nothing but the page's own files.
 *
 * @module
 */
import { SECURITY_HEADERS } from "./security_policy.ts";

/** Addresses of the page's files, and a hash of them all; the builder fills them in. */
declare const FILES: string[];
declare const VERSION: string;

/** The parts of a service worker's events that are used here. */
interface ServiceEvent extends Event {
  request: Request;
  waitUntil(promise: Promise<unknown>): void;
  respondWith(response: Promise<Response>): void;
}

const scope = self as unknown as {
  location: Location;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(type: string, listener: (event: ServiceEvent) => void): void;
};

const CACHE = `chest-film-page-${VERSION}`;

scope.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(FILES);
    await scope.skipWaiting();
  })());
});

scope.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("chest-film-page-") && name !== CACHE) await caches.delete(name);
    }
    await scope.clients.claim();
  })());
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const isOwn = new URL(request.url).origin === scope.location.origin;
  if (request.method === "GET" && isOwn) event.respondWith(answer(request));
});

/** From the network where there is one, so that a new model shows at once; else from the cache. */
async function answer(request: Request): Promise<Response> {
  const fresh = await fetch(request).catch(() => undefined);
  const kept = fresh?.ok ? undefined : await (await caches.open(CACHE)).match(request);
  const response = kept ?? fresh;
  if (!response) return Response.error();
  const { status, statusText, body } = response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value);
  return new Response(body, { status, statusText, headers });
}
