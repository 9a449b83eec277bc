/** @jsxImportSource preact */
/// <reference lib="dom" />
import { useEffect, useRef } from "preact/hooks";
import { heatOverlay } from "lib/display/heat_colors.ts";
import type { Heat } from "../model/model_worker.ts";

/** Side of the picture that a map is drawn as, pixels; the browser stretches it over the film. */
const SIDE = 384;

/** A map on top of a film, `opacity` in `[0, 1]`. */
export function HeatCanvas({ heat, opacity }: { heat: Heat; opacity: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { data, width, height } = heatOverlay(heat, { height: SIDE, width: SIDE });
    const pixels = new ImageData(new Uint8ClampedArray(data), width, height);
    canvas.current?.getContext("2d")?.putImageData(pixels, 0, 0);
  }, [heat]);
  return (
    <canvas
      ref={canvas}
      class="heat"
      width={SIDE}
      height={SIDE}
      style={{ opacity }}
      aria-hidden="true"
    />
  );
}
