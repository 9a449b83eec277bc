import assert from "node:assert/strict";
import { type Prediction, readPredictions, writePredictions } from "lib/evaluation/predictions.ts";
import { tempFile } from "./temp_file.ts";

const CLASSES = ["COVID-19", "Normal", "Viral Pneumonia"];

function prediction(changes: Partial<Prediction> = {}): Prediction {
  return {
    path: "test/a.png",
    split: "test",
    trueClass: "Normal",
    probabilities: [0.1, 0.7, 0.2],
    ...changes,
  };
}

Deno.test("writePredictions() and readPredictions() keep every bit and the order", async () => {
  const predictions = [
    prediction({ path: 'z,"1".png', probabilities: [1 / 3, 1 / 3, 1 / 3] }),
    prediction({ probabilities: [Math.fround(0.1), Math.fround(0.7), Math.fround(0.2)] }),
    prediction({ split: "train", probabilities: [0, 1, 0] }),
  ];
  const file = await tempFile("predictions.csv");
  await writePredictions(file, CLASSES, predictions);
  assert.deepEqual(await readPredictions(file), { classNames: CLASSES, predictions });
});

Deno.test("writePredictions() names the columns by class", async () => {
  const file = await tempFile("predictions.csv");
  await writePredictions(file, CLASSES, [prediction()]);
  assert.equal(
    await Deno.readTextFile(file),
    "path,split,true,COVID-19,Normal,Viral Pneumonia\ntest/a.png,test,Normal,0.1,0.7,0.2\n",
  );
});

Deno.test("writePredictions() refuses what is no prediction, naming the film", async () => {
  const cases: [Prediction[], RegExp][] = [
    [
      [prediction({ probabilities: [0.1, 0.7, 0.3] })],
      /"test\/a.png" in split "test" needs 3 prob/,
    ],
    [[prediction({ probabilities: [NaN, 0.7, 0.3] })], /found \["NaN","0.7","0.3"\]/],
    [[prediction({ probabilities: [-0.1, 0.8, 0.3] })], /in \[0, 1\]/],
    [[prediction({ probabilities: [0.3, 0.7] })], /needs 3 probabilities/],
    [[prediction({ trueClass: "Flu" })], /is "Flu", expected one of COVID-19, Normal, Viral/],
    [[prediction(), prediction()], /stands there twice/],
  ];
  for (const [predictions, message] of cases) {
    const file = await tempFile("predictions.csv");
    await assert.rejects(writePredictions(file, CLASSES, predictions), {
      name: "RangeError",
      message,
    });
    await assert.rejects(Deno.stat(file));
  }
  await assert.rejects(
    writePredictions("x.csv", ["Normal", "Normal"], []),
    /different class names/,
  );
});

Deno.test("writePredictions() allows a sum that is off by the rounding of 32 bits", async () => {
  await writePredictions(await tempFile("predictions.csv"), CLASSES, [
    prediction({ probabilities: [0.10005, 0.7, 0.2] }),
  ]);
});

Deno.test("readPredictions() names the file and what is wrong with it", async () => {
  const cases: [string, string, RegExp][] = [
    ["a,b\n1,2\n", "SyntaxError", /expected the columns path,split,true .* found a,b$/],
    ["path,split,true,No,Yes\n", "SyntaxError", /found no rows/],
    ["path,split,true,No,Yes\na.png,test,Yes,,1\n", "RangeError", /found \["NaN","1"\]/],
    ["path,split,true,No\na.png,test,No,1\n", "RangeError", /two or more different class names/],
  ];
  for (const [content, name, message] of cases) {
    const file = await tempFile("predictions.csv", content);
    await assert.rejects(readPredictions(file), (error: Error) => {
      assert.equal(error.name, name);
      assert.match(error.message, message);
      return error.message.includes(`Cannot read predictions "${file}"`);
    });
  }
  await assert.rejects(readPredictions("missing.csv"), /Cannot read predictions "missing.csv"/);
});
