import Vips from "wasm-vips";
import type { VipsLibrary } from "../../app/decode/picture.ts";

/** Starts the page's libvips in Deno; call `shutdown()` in the end. */
export async function openVips(): Promise<VipsLibrary> {
  const vips = await Vips({ dynamicLibraries: [], printErr: () => {} });
  vips.Cache.max(0);
  return vips;
}
