import assert from "node:assert/strict";
import { richValue } from "lib/kernel/rich_value.ts";

interface Shown {
  html?: string;
  text?: string;
  svg?: string;
}

Deno.test("richValue() leaves alone what shows itself, and plain values", async () => {
  const values = [
    1,
    "text",
    null,
    undefined,
    [1, 2],
    [],
    {},
    { a: 1 },
    new Map(),
    new Float32Array(2),
  ];
  for (const value of values) assert.equal(await richValue(value), value);
  const own = [{ outerHTML: "<b>b</b>" }, { toDataURL: () => "", layers: [] }];
  for (const value of own) assert.equal(await richValue(value), value);
});

Deno.test("richValue() shows a tensor's shape, type, range and a histogram", async () => {
  const values = Float32Array.of(0, 0.5, 1, NaN);
  const tensor = { shape: [4], dtype: "float32", size: 4, dataSync: () => values };
  const { html, text } = await richValue(tensor) as Shown;
  assert.equal(text, "Tensor float32 [4], 0 to 1, mean 0.5000, 1 not finite");
  assert.match(html!, /<svg/);
});

Deno.test("richValue() shows a batch of films as pictures, the first eight", async () => {
  const shape = [10, 16, 16, 1];
  const values = Float32Array.from({ length: 2560 }, (_, i) => i % 7);
  const { html } = await richValue({
    shape,
    dtype: "float32",
    size: 2560,
    dataSync: () => values,
  }) as Shown;
  assert.match(html!, /<img src="data:image\/png/);
  assert.match(html!, /the first 8 of 10/);
});

Deno.test("richValue() says that a tensor is disposed", async () => {
  const dataSync = () => assert.fail("its values are gone");
  const tensor = { shape: [1], dtype: "float32", size: 1, dataSync, isDisposed: true };
  assert.equal((await richValue(tensor) as Shown).text, "Tensor float32 [1], disposed");
});

Deno.test("richValue() shows a network as a table of its layers", async () => {
  const layer = {
    name: "conv",
    outputShape: [null, 126, 126, 32],
    getClassName: () => "Conv2D",
    countParams: () => 320,
  };
  const model = { name: "small", layers: [layer], countParams: () => 320 };
  const { text } = await richValue(model) as Shown;
  assert.match(text!, /^small: 1 layers, 320 parameters\n/);
  assert.match(text!, /conv +Conv2D +126×126×32 +320/);
});

Deno.test("richValue() shows a set of films as counts with a strip", async () => {
  const films = [
    { className: "Normal", split: "train" },
    { className: "Normal", split: "test" },
    { className: "COVID-19", split: "train" },
  ];
  const thumbnails = new Uint8Array(3 * 64 * 64).fill(90);
  const set = { name: "mine", layout: "folders", films, thumbnails, skipped: [{}] };
  const { html, text } = await richValue(set) as Shown;
  assert.match(text!, /mine: 3 films, folders, 1 files left out/);
  assert.match(text!, /Normal +1 +1 +2/);
  assert.match(html!, /<img src="data:image\/png/);
});

Deno.test("richValue() shows epochs as curves and rows as a table", async () => {
  const history = [1, 2].map((epoch) => ({ epoch, loss: 1 / epoch, accuracy: 0.5 }));
  assert.match((await richValue(history) as Shown).svg!, /^<svg/);
  assert.match((await richValue({ history, run: {} }) as Shown).svg!, /^<svg/);
  const rows = Array.from({ length: 1200 }, (_, i) => ({ film: `${i}.png`, p: i / 1200 }));
  assert.match((await richValue(rows) as Shown).text!, /^1000 of 1200 rows\n/);
});
