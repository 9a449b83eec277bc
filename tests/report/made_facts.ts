import type { ResultRow } from "lib/evaluation/result_row.ts";
import type { BundleInfo } from "lib/models/bundle_info.ts";
import { NOT_FOR_DIAGNOSIS } from "lib/models/bundle_info.ts";
import { DECODING } from "lib/data/decode_film.ts";
import type { RunFacts, StudyFacts } from "lib/report/study_facts.ts";
import { madeModel, prediction, splitRow } from "../experiments/made_models.ts";
import { madeBundleInfo } from "../models/made_bundle_info.ts";

/** A row of results of which only some things matter. */
export function resultRow(known: Partial<ResultRow>): ResultRow {
  return {
    ...{ experiment: "C", model: "cnn", data: "made", split: "test", control: "", subgroup: "" },
    ...{ fold: NaN, repeat: NaN, seed: 1, n: 20, metric: "accuracy", value: 0.9 },
    ...{ ciLow: 0.8, ciHigh: 0.95, ciMethod: "wilson", profile: "quick", commit: "", seconds: NaN },
    ...known,
  };
}

/** A finished run of experiment C from a seed. */
export function madeRun(seed: number, changes: Partial<BundleInfo> = {}): RunFacts {
  const predictions = [
    ...["a", "b", "c"].map((path, i) =>
      prediction(path, { trueClass: i % 2 ? "COVID-19" : "Normal" })
    ),
    ...["d", "e"].map((path, i) =>
      prediction(path, { split: "train", trueClass: i % 2 ? "COVID-19" : "Normal" })
    ),
  ];
  const run = {
    ...{ experiment: "C", model: "cnn", task: "covid-or-normal", title: "a test", data: "made" },
    ...{ profile: "quick", seed, settings: {}, epoch: 3, numParams: 1234, fingerprint: "f" },
    ...{ trainingSeconds: 1, seconds: 2 },
  };
  const finished = { run, dir: "", classNames: ["Normal", "COVID-19"], history: [], predictions };
  return {
    model: { ...madeModel("C", predictions, seed), run: finished },
    info: madeBundleInfo({
      preprocessing: { imageSize: [8, 8], decoding: DECODING },
      thresholdBasis: "Youden's on 9 validation films",
      ...changes,
    }),
    notice: NOT_FOR_DIAGNOSIS,
  };
}

const sha = (text: string) => text.charCodeAt(0).toString(16).padStart(64, "0");

/** Facts of a folder in which nothing but split and five runs are there. */
export function madeFacts(changes: Partial<StudyFacts> = {}): StudyFacts {
  const row = (path: string, split: "train" | "validation" | "test", className = "Normal") =>
    splitRow({ path, split, className, sha256: sha(path), group: path, patientId: `p:${path}` });
  return {
    out: "",
    data: "made",
    split: [
      row("a", "test"),
      row("b", "test", "COVID-19"),
      row("c", "test"),
      row("d", "train"),
      row("e", "train", "COVID-19"),
      row("f", "validation"),
    ],
    runs: [1, 2, 3, 4, 5].map((seed) => madeRun(seed)),
    floors: [],
    rows: [],
    controls: [],
    errorMaps: [],
    files: new Set(),
    cards: new Map(),
    ...changes,
  };
}
