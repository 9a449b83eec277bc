import assert from "node:assert/strict";
import { knownClassName, normalizeClassName } from "lib/data/class_names.ts";

Deno.test("normalizeClassName() gives one name to all spellings of a class", () => {
  const spellings = {
    "COVID-19": [
      "Covid",
      "COVID-19",
      "covid",
      "Covid19",
      " COVID_19 ",
      "COVID-19, ARDS",
      "COVID19",
    ],
    "Normal": ["NORMAL", "normal", "No_findings", "No Finding", "Healthy"],
    "Viral Pneumonia": [
      "Viral Pneumonia",
      "Virus",
      "viral_pneumonia",
      "Pneumonia-Viral",
      "Influenza",
    ],
    "Bacterial Pneumonia": [
      "bacteria",
      "Streptococcus",
      "E.Coli",
      "Mycoplasma Bacterial Pneumonia",
    ],
    "Pneumonia": ["PNEUMONIA", "pneumonia"],
    "non-COVID": ["non_covid", "Non-COVID", "noncovid"],
    "SARS": ["SARS"],
  };
  for (const [className, names] of Object.entries(spellings)) {
    for (const name of names) assert.equal(normalizeClassName(name), className, name);
  }
});

Deno.test("normalizeClassName() reads a path of classes from its end", () => {
  assert.equal(normalizeClassName("Pneumonia/Viral/COVID-19"), "COVID-19");
  assert.equal(normalizeClassName("Pneumonia/Viral/SARS"), "SARS");
  assert.equal(normalizeClassName("Pneumonia/Bacterial/Unheard-of"), "Bacterial Pneumonia");
});

Deno.test("normalizeClassName() leaves other names as they are, trimmed", () => {
  assert.equal(normalizeClassName(" Effusion "), "Effusion");
  assert.equal(normalizeClassName(""), "");
  assert.equal(knownClassName("images"), undefined);
  assert.equal(knownClassName("constructor"), undefined);
});

Deno.test("normalizeClassName() leaves its own names alone", () => {
  for (const name of ["COVID-19", "Normal", "Lung Opacity", "non-COVID", "abnormal", "ARDS"]) {
    assert.equal(normalizeClassName(name), name);
  }
});
