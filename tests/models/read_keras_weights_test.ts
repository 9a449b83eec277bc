import { fromFileUrl, join } from "@std/path";
import assert from "node:assert/strict";
import { readKerasWeights } from "lib/models/read_keras_weights.ts";

// Written by Keras itself: tests/fixtures/keras/make_fixtures.py
const FIXTURES = fromFileUrl(new URL("../fixtures/keras", import.meta.url));
const LAYOUTS = ["small_notop.h5", "small.weights.h5", "small_model.h5"];

async function scratchFile(bytes: Uint8Array): Promise<string> {
  const path = await Deno.makeTempFile({ suffix: ".h5" });
  await Deno.writeFile(path, bytes);
  return path;
}

Deno.test("readKerasWeights() reads the same from all three layouts", async () => {
  const [first, ...others] = await Promise.all(
    LAYOUTS.map(async (file) => {
      const weights = await readKerasWeights(join(FIXTURES, file));
      return Object.fromEntries(
        [...weights].map(([layer, arrays]) => [
          layer,
          arrays.map(({ shape, values }) => ({
            shape,
            values,
          })),
        ]),
      );
    }),
  );
  assert.deepEqual(Object.keys(first), ["conv", "norm", "depthwise", "probe"]);
  assert.deepEqual(first.conv.map(({ shape }) => shape), [[3, 3, 3, 4], [4]]);
  for (const other of others) assert.deepEqual(other, first);
});

Deno.test("readKerasWeights() tells truncated files and other files from weights", async () => {
  const whole = await Deno.readFile(join(FIXTURES, "small_notop.h5"));
  for (const length of [8, 100, 2000, whole.length >> 1, whole.length - 1]) {
    const path = await scratchFile(whole.slice(0, length));
    await assert.rejects(() => readKerasWeights(path), {
      name: "TypeError",
      message: `Cannot read "${path}" (${length} bytes): the HDF5 file is damaged or truncated; ` +
        `fetch it again`,
    });
    await Deno.remove(path);
  }
  for (const text of ["", "<!DOCTYPE html><title>404</title>"]) {
    const path = await scratchFile(new TextEncoder().encode(text));
    await assert.rejects(() => readKerasWeights(path), {
      name: "TypeError",
      message: `Cannot read "${path}" (${text.length} bytes): not an HDF5 file; fetch it again`,
    });
    await Deno.remove(path);
  }
  await assert.rejects(() => readKerasWeights("missing.h5"), {
    name: "TypeError",
    message: /^Cannot read weights "missing.h5": No such file/,
  });
});

Deno.test("readKerasWeights() tells an HDF5 file without weights", async () => {
  const h5wasm = await import("h5wasm");
  const { FS } = await h5wasm.ready;
  const file = new h5wasm.File("other.h5", "w");
  file.create_dataset({ name: "temperatures", data: new Float32Array(3) });
  file.close();
  const path = await scratchFile(FS.readFile("other.h5") as Uint8Array);
  await assert.rejects(() => readKerasWeights(path), {
    name: "TypeError",
    message: /not Keras weights: no "layer_names" attribute .* it holds "temperatures"$/,
  });
  await Deno.remove(path);
});

Deno.test("readKerasWeights() needs leave to read and nothing else", async () => {
  const program = `
    import { readKerasWeights } from ${
    JSON.stringify(import.meta.resolve("lib/models/read_keras_weights.ts"))
  };
    console.log((await readKerasWeights(${JSON.stringify(join(FIXTURES, LAYOUTS[0]))})).size);`;
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(path, program);
  const config = fromFileUrl(new URL("../../deno.json", import.meta.url));
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--config", config, "--allow-read", path],
  }).output();
  assert.equal(new TextDecoder().decode(stdout), "4\n", new TextDecoder().decode(stderr));
  await Deno.remove(path);
});
