/** @jsxImportSource preact */
/// <reference lib="dom" />
import { useEffect, useRef } from "preact/hooks";

interface InputCanvasProps {
  pixels: Uint8Array;
  imageSize: readonly [number, number];
}

/** The film as the network gets it: small, grey, stretched to its input. */
export function InputCanvas({ pixels, imageSize: [height, width] }: InputCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const picture = new ImageData(width, height);
    pixels.forEach((grey, i) => picture.data.set([grey, grey, grey, 255], 4 * i));
    canvas.current?.getContext("2d")?.putImageData(picture, 0, 0);
  }, [pixels, width, height]);
  return (
    <canvas
      ref={canvas}
      class="input"
      width={width}
      height={height}
      role="img"
      aria-label={`The film as the network gets it: ${width} × ${height} grey pixels`}
    />
  );
}
