import sharp from "sharp";
import { canvasName } from "lib/display/canvas.ts";

// Run by `facts.ts` in a process of its own: one line of JSON on stdout.

if (import.meta.main) {
  await sharp({ create: { width: 2, height: 2, channels: 3, background: "#808080" } }).png()
    .toBuffer();
  const { sharp: version, vips } = sharp.versions;
  console.log(JSON.stringify({ sharp: version, libvips: vips, canvas: canvasName() }));
}
