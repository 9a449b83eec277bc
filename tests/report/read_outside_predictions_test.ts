import assert from "node:assert/strict";
import { readFilms } from "lib/data/read_films.ts";
import { judgePredictions, trainingOfPredictions } from "lib/report/judge_predictions.ts";
import { modelTask } from "lib/report/model_task.ts";
import { readOutsidePredictions } from "lib/report/read_outside_predictions.ts";
import { writeFolder } from "../data/test_films.ts";

async function read(text: string) {
  const dir = await writeFolder({ "p.csv": text });
  return await readOutsidePredictions(`${dir}/p.csv`);
}

Deno.test("readOutsidePredictions() reads columns in any order, with what else is known", async () => {
  const { classNames, films } = await read(
    "true,Normal,path,COVID-19,age,view,patient\nNormal,0.7501,a.png,0.25,41,AP,p1\nCOVID-19,0,b.png,1,,,\n",
  );
  assert.deepEqual(classNames, ["Normal", "COVID-19"]);
  const [{ probabilities, age, view, patientId }, second] = films;
  assert.deepEqual([age, view, patientId], [41, "AP", "p1"]);
  assert.equal(probabilities[0] + probabilities[1], 1);
  assert(Number.isNaN(second.age));
});

Deno.test("readOutsidePredictions() says in one line what is wrong", async () => {
  const wrong: [text: string, message: RegExp][] = [
    ["path,true,a,b\n", /it has no rows; expected the columns path, true/],
    ["file,true,a,b\nx,a,.5,.5\n", /column path is missing among file, true, a, b/],
    ["path;true;a;b\nx;a;.5;.5\n", /column path is missing among path;true;a;b/],
    ["path,label,a,b\nx,a,.5,.5\n", /column true is missing/],
    [",path,true,a,b\n0,x,a,.5,.5\n", /a column has no name \(pandas: to_csv\(…, index=False\)\)/],
    [
      "path,true,p\nx,a,.5\n",
      /only one class has a column, "p"; add the other one's, which is 1 - p/,
    ],
    ["path,true\nx,a\n", /no class has a column/],
    ["path,true,a,b,note\nx,a,.5,.5,good\n", /column "note" holds "good", which is no probability/],
    ["path,true,a,b\nx,a,-1.2,3.4\n", /row 1 \("x"\) has values outside of 0 to 1: .*logits/],
    ["path,true,a,b\nx,a,.5,.4\n", /row 1 \("x"\) has probabilities that add up to 0\.9, not 1/],
    ["path,true,a,b\nx,a,.5,\n", /row 1 \("x"\) lacks a probability/],
    ["path,true,a,b\nx,a,.5,.5\nx,a,.5,.5\n", /row 2 \("x"\) stands there twice/],
    ["path,true,a,b\n,a,.5,.5\n", /row 1 has no path/],
    ["path,true,a,b\nx,,.5,.5\n", /row 1 \("x"\) has no label/],
    ["path,true,a,b,age\nx,a,.5,.5,old\n", /row 1 \("x"\) has an age of "old"/],
  ];
  for (const [text, message] of wrong) await assert.rejects(read(text), message, text);
  await assert.rejects(
    readOutsidePredictions("/no/such.csv"),
    /Cannot read predictions "\/no\/such.csv"/,
  );
});

Deno.test("judgePredictions() leaves train aside, and finds films, groups and training films", async () => {
  const dir = await writeFolder({
    "Normal/a.png": 1,
    "Normal/b.png": 1,
    "Covid/c.png": 2,
    "Covid/d.png": 3,
  });
  const set = await readFilms(dir);
  const predictions = await read(
    "path,true,split,Normal,COVID-19\nNormal/a.png,Normal,test,0.9,0.1\n./films/Normal/b.png,Normal,test,0.8,0.2\n" +
      "Covid/c.png,COVID-19,train,0.1,0.9\nCovid/d.png,Covid,test,0.1,0.9\n",
  );
  const task = modelTask(predictions.classNames);
  const { judgement, notes, thumbnails } = judgePredictions(predictions, { task, set });
  assert.deepEqual(judgement.films.map(({ trueClass }) => trueClass), [
    "Normal",
    "Normal",
    "COVID-19",
  ]);
  assert.equal(judgement.films[0].group, judgement.films[1].group, "copies are one group");
  assert.equal(thumbnails!.length, 3 * 64 * 64);
  assert.match(notes[0], /1 rows of train and validation are left aside, 3 evaluated/);
  assert.deepEqual(trainingOfPredictions(predictions, set)!.films.map(({ path }) => path), [
    "Covid/c.png",
  ]);
});

Deno.test("judgePredictions() says why nothing can be evaluated", async () => {
  const task = modelTask(["a", "b"]);
  const onlyTrain = await read("path,true,split,a,b\nx,a,train,.5,.5\n");
  assert.throws(() => judgePredictions(onlyTrain, { task }), /all rows are of train or validation/);
  const strange = await read("path,true,a,b\nx,lungs,.5,.5\n");
  assert.throws(
    () => judgePredictions(strange, { task }),
    /no label in column true \(lungs\) is one of/,
  );
  const set = await readFilms(await writeFolder({ "Normal/1.png": 1 }));
  const elsewhere = await read("path,true,a,b\nx,a,.5,.5\n");
  assert.throws(
    () => judgePredictions(elsewhere, { task, set }),
    /no path of the predictions is one of/,
  );
  const twice = await read("path,true,split,a,b\nx,a,test,.5,.5\nx,a,holdout,.5,.5\n");
  assert.throws(() => judgePredictions(twice, { task }), /"x" stands in two test splits/);
});
