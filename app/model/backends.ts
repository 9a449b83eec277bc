import * as tf from "@tensorflow/tfjs-core";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";

/** What computes: WebAssembly on the processor, or WebGL on the graphics card. */
export type BackendName = "wasm" | "webgl";

/** Renderers that only pretend to be graphics cards; WebAssembly is faster then. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|mesa offscreen/i;

/**
 * Makes WebAssembly compute.
 *
 * @param folder Where its binaries lie, an address with a slash at the end.
 */
export async function useWasm(folder: string): Promise<void> {
  // Its threads' code comes from a blob, which the page's security policy forbids.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setWasmPaths(folder);
  if (!await tf.setBackend("wasm")) {
    throw new Error("This browser runs no WebAssembly, which the page computes with");
  }
}

/**
 * Makes the graphics card compute; its code is loaded only here.
 *
 * @returns Whether it could.
 */
export async function useWebgl(): Promise<boolean> {
  await import("@tensorflow/tfjs-backend-webgl");
  return await tf.setBackend("webgl").catch(() => false) &&
    tf.env().getBool("WEBGL_RENDER_FLOAT32_ENABLED");
}

/**
 * Tells whether there is a graphics card worth trying.
 *
 * @returns Whether WebGL 2 is there, and not drawn by the processor.
 */
export function hasGraphicsCard(): boolean {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) return false;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const renderer = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return !SOFTWARE.test(renderer);
}
