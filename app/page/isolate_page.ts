/// <reference lib="dom" />

const RELOADED = "reloaded-for-isolation";

/**
 * Installs the service worker, which keeps the page for use without a network, and, where the
 * server does not send the headers for it, isolates the page from other sites.
 *
 * Only isolated pages get the shared memory that libvips's threads need.
 *
 * @returns `undefined` where all is well, else what is in the way, for people. It does not return
 *   where the page is loaded anew.
 */
export async function isolatePage(): Promise<string | undefined> {
  const { serviceWorker } = navigator;
  const installed = serviceWorker?.register("service_worker.js").catch(() => undefined);
  if (globalThis.crossOriginIsolated) return undefined;
  if (!serviceWorker) {
    return "Browsers run this page only from https:// or http://localhost. Open it from there.";
  }
  if (!await installed || sessionStorage.getItem(RELOADED)) {
    return "This browser did not isolate the page from others, so it cannot decode films. " +
      "Allow service workers for it (private windows often do not), or use a current browser.";
  }
  await serviceWorker.ready;
  sessionStorage.setItem(RELOADED, "yes");
  location.reload();
  return await new Promise(() => {});
}
