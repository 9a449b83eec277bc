import process from "node:process";
import { closePairs } from "lib/data/close_pairs.ts";
import { findDuplicates } from "lib/data/duplicates.ts";
import { thumbnailMoments } from "lib/data/thumbnail_moments.ts";
import { thumbnailPoints } from "lib/data/thumbnail_points.ts";
import { openData } from "lib/experiments/open_data.ts";

// deno run -A bench/big_sets/find_copies.ts DIR [NUMBER…]: how long it takes to find the copies
// among the set's first films, and how many pairs are compared pixel by pixel.

const [dir, ...numbers] = Deno.args;
const { thumbnails } = await openData(dir, { profile: "full" });
const total = thumbnails.length / 64 ** 2;
console.log("films, pairs, compared, copies, seconds, processor seconds, MB");
for (const n of numbers.length > 0 ? numbers.map(Number) : [total]) {
  const films = thumbnails.subarray(0, n * 64 ** 2);
  const started = performance.now();
  const before = process.cpuUsage();
  const copies = findDuplicates(films).length;
  const { user } = process.cpuUsage(before);
  const seconds = (performance.now() - started) / 1000;
  const { points, dims } = thumbnailPoints(films, {
    size: 64,
    moments: thumbnailMoments(films, 64 ** 2),
  });
  let compared = 0;
  closePairs(points, { dims, radius: Math.sqrt(0.04) }, () => compared++);
  const megabytes = Math.round(Deno.memoryUsage().rss / 1e6);
  const row = [n, n * (n - 1) / 2, compared, copies, seconds.toFixed(2), user / 1e6, megabytes];
  console.log(row.join(", "));
}
