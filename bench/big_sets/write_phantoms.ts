import { writePhantomSet } from "lib/data/phantom_set.ts";
import { progressLine } from "lib/display/progress.ts";

// deno run -A bench/big_sets/write_phantoms.ts DIR NUMBER: phantom films of 128×128, a fifth of
// them to test on; a larger set starts with the films of a smaller one.

const [dir, number] = Deno.args;
if (!dir || !(Number(number) >= 5)) {
  console.error("Expected a folder and a number of films, 5 at least");
  Deno.exit(1);
}
const numTest = Math.floor(Number(number) / 5);
await writePhantomSet(dir, {
  seed: 3,
  numTrain: Number(number) - numTest,
  numTest,
  imageSize: 128,
  onProgress: progressLine("Big set"),
});
