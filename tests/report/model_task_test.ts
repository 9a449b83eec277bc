import assert from "node:assert/strict";
import { modelClassOf, modelTask } from "lib/report/model_task.ts";

Deno.test("modelTask() knows the project's tasks by their classes, in the model's order", () => {
  assert.equal(modelTask(["COVID-19", "Normal", "Pneumonia"]).id, "three-classes");
  assert.deepEqual(modelTask(["COVID-19", "Normal"]).classNames, ["COVID-19", "Normal"]);
  assert.equal(modelTask(["COVID-19", "Normal"]).id, "covid-or-normal");
});

Deno.test("modelClassOf() maps kinds of pneumonia, and knows nothing of other classes", () => {
  const three = modelTask(["COVID-19", "Normal", "Pneumonia"]);
  assert.equal(modelClassOf(three, "Viral Pneumonia"), "Pneumonia");
  assert.equal(modelClassOf(three, "Tuberculosis"), undefined);
  const own = modelTask(["Covid", "Normal", "Viral Pneumonia"]);
  assert.equal(own.id, "own");
  assert.equal(modelClassOf(own, "Covid"), "Covid");
  assert.equal(modelClassOf(own, "COVID-19"), "Covid");
  assert.equal(modelClassOf(own, "Bacterial Pneumonia"), undefined);
  assert.equal(modelClassOf(modelTask(["sick", "Pneumonia"]), "Viral Pneumonia"), "Pneumonia");
});

Deno.test("modelClassOf() takes everything else for the other class, but nothing vague", () => {
  const abnormal = modelTask(["normal", "abnormal"]);
  assert.equal(modelClassOf(abnormal, "Normal"), "normal");
  assert.equal(modelClassOf(abnormal, "Tuberculosis"), "abnormal");
  assert.equal(modelClassOf(abnormal, "non-COVID"), undefined);
  const covid = modelTask(["non-COVID", "COVID-19"]);
  assert.equal(modelClassOf(covid, "non-COVID"), "non-COVID");
  assert.equal(modelClassOf(covid, "Normal"), "non-COVID");
  assert.equal(modelClassOf(covid, "abnormal"), undefined);
});
