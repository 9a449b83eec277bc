import { join } from "@std/path";
import { parseArgs } from "node:util";
import { listFiles } from "lib/data/list_files.ts";
import { loadPixels, type Pixels } from "lib/data/load_pixels.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  options: {
    films: { type: "string" },
    size: { type: "string" },
    passes: { type: "string" },
  },
});
const [size, passes] = [Number(values.size), Number(values.passes)];
const files = (await listFiles(values.films!)).map(({ path }) => path);
// The cache is keyed by content; in the project `readFilms`, which checks the files, knows it.
const films = files.filter((path) => /\.(jpe?g|png)$/i.test(path))
  .map((path, i) => ({ path, sha256: `film-${i}` }));

const dir = await Deno.makeTempDir({ prefix: "chest-xray-bench-" });
try {
  let pixels: Pixels | undefined;
  const started = performance.now();
  for (let pass = 0; pass < passes; pass++) {
    // A cache of its own for each pass: every film is decoded, shrunk and written there.
    const cacheDir = join(dir, String(pass));
    pixels = await loadPixels({ root: values.films!, films }, {
      imageSize: [size, size],
      cacheDir,
    });
  }
  const seconds = (performance.now() - started) / 1000;
  const { data } = pixels!;
  report({
    value: passes * films.length / seconds,
    check: { films: films.length, mean: data.reduce((sum, x) => sum + x, 0) / data.length },
  });
} finally {
  await Deno.remove(dir, { recursive: true });
}
