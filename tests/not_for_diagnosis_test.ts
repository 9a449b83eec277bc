import { fromFileUrl } from "@std/path";
import assert from "node:assert/strict";
import { formatBundleInfo, NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import { reportPage } from "lib/report/page_parts.ts";
import { EVALUATE_USAGE } from "../tools/evaluate/evaluate_options.ts";
import { answersJson } from "../tools/predict/describe_answers.ts";
import { PREDICT_USAGE } from "../tools/predict/predict_options.ts";
import { madeBundleInfo } from "./models/made_bundle_info.ts";

const ROOT = fromFileUrl(new URL("../", import.meta.url));

Deno.test('"not for diagnosis" stands in a bundle, in what predict and evaluate say, and on their pages', () => {
  const hashes = { "model.json": "", "weights.bin": "" };
  assert.equal(JSON.parse(formatBundleInfo(madeBundleInfo(), hashes)).notice, NOT_FOR_DIAGNOSIS);
  assert.equal(answersJson([], { infos: [madeBundleInfo()], paths: [] }).notice, NOT_FOR_DIAGNOSIS);
  for (const usage of [PREDICT_USAGE, EVALUATE_USAGE]) assert(usage.includes(NOT_FOR_DIAGNOSIS));
  const page = reportPage("a", "b");
  assert.equal(page.split(NOT_FOR_DIAGNOSIS).length, 3, "at head and foot");
});

for (
  const file of [
    "README.md",
    "app/page/page.tsx",
    "app/index.html",
    "docs/evaluate.md",
    "lib/report/experiment_card.ts",
    "lib/report/datasheet.ts",
    "tools/predict.ts",
    "tools/evaluate.ts",
    "tools/cards.ts",
    "tools/notebook/export_html.ts",
    "tools/notebook/template.ipynb",
    "notebooks/02_train_binary.ipynb",
  ]
) {
  Deno.test(`${file} says "not for diagnosis"`, async () => {
    const text = await Deno.readTextFile(`${ROOT}${file}`);
    assert.match(text, /not for diagnosis|NOT_FOR_DIAGNOSIS|externalText/i);
  });
}
