import type { Browser } from "playwright-core";

/** Where Chromium is: `CXR_CHROMIUM`, else where distributions put it; `undefined` if nowhere. */
export function findChromium(): string | undefined {
  const named = Deno.env.get("CXR_CHROMIUM");
  if (named) return named;
  const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  return places.find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

/** Opens Chromium without a window; close it in the end. */
export async function openBrowser(executablePath: string): Promise<Browser> {
  // When it loads, playwright-core looks into /proc for Windows's Linux, which asks for more
  // permissions than tests have; with this variable it does not.
  Deno.env.set("__IS_WSL_TEST__", "1");
  const { chromium } = await import("playwright-core");
  return await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox", // continuous integration runs as root
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
