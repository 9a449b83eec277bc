/**
 * The worker that holds the model and answers.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { FilmLook } from "lib/data/gate.ts";
import { resizeValues } from "lib/data/resize_values.ts";
import { gradCam } from "lib/explain/grad_cam.ts";
import { answerFilm, type FilmAnswer } from "lib/models/answer_film.ts";
import type { BundleInfo } from "lib/models/bundle_info.ts";
import {
  BUNDLE_FILES,
  type BundleFiles,
  type ModelBundle,
  openBundle,
} from "lib/models/open_bundle.ts";
import { serveCalls } from "../worker/serve_calls.ts";
import type { ModelCheck } from "./model_check.ts";
import { type BackendName, hasGraphicsCard, useWasm, useWebgl } from "./backends.ts";

/** A model that is ready. */
export interface OpenedModel {
  /** What is known of it; of the first where several answer together. */
  info: BundleInfo;
  /** How many answer. */
  numModels: number;
  backend: BackendName;
  /** Largest difference from the native probabilities, on the builder's phantom film. */
  difference: number;
}

/** Where a class was seen, `[0, 1]`, row by row. */
export interface Heat {
  values: Float32Array;
  height: number;
  width: number;
}

/** What the worker does. */
export type ModelCalls = {
  open(input: { folder: string; backend?: BackendName }): Promise<OpenedModel>;
  answer(input: { pixels: Uint8Array; look: FilmLook }): Promise<FilmAnswer>;
  heat(input: { pixels: Uint8Array; classIndex: number }): Promise<Heat>;
};

/** Largest difference between two backends' probabilities that is let pass. */
const TOLERANCE = 1e-3;

/** A first answer that takes longer makes a graphics card worth trying. */
const SLOW_MS = 600;

const bundles: ModelBundle[] = [];

const calls: ModelCalls = {
  async open({ folder, backend }) {
    const check: ModelCheck = JSON.parse(
      new TextDecoder().decode(await fetchFile(new URL("check.json", folder))),
    );
    const [files] = await Promise.all([
      Promise.all(check.folders.map((name) => fetchBundle(new URL(`${name}/`, folder)))),
      useWasm(new URL("./", import.meta.url).href),
    ]);
    for (const part of files) bundles.push(await openBundle(part, "the page's model"));
    const chosen = await chooseBackend(check, backend);
    return { info: bundles[0].info, numModels: bundles.length, ...chosen };
  },
  async answer({ pixels, look }) {
    return await answerFilm(bundles, { pixels, look });
  },
  async heat({ pixels, classIndex }) {
    const maps: Heat[] = [];
    for (const { model, info: { preprocessing: { imageSize } } } of bundles) {
      maps.push(await gradCam(model, pixels, { imageSize, classIndex }));
    }
    if (maps.length === 1) return maps[0];
    const [height, width] = bundles[0].info.preprocessing.imageSize;
    const grids = maps.map((map) => resizeValues(map, { height, width }).values);
    const values = grids[0].map((_, i) =>
      grids.reduce((sum, grid) => sum + grid[i] / grids.length, 0)
    );
    return { values, height, width };
  },
};

/** Computes with WebAssembly, unless that is slow and a graphics card is faster and as exact. */
async function chooseBackend(
  check: ModelCheck,
  asked: BackendName | undefined,
): Promise<{ backend: BackendName; difference: number }> {
  const { milliseconds, difference } = await measure(check);
  const isSlow = milliseconds > SLOW_MS && hasGraphicsCard();
  if (asked === "webgl" || (asked === undefined && isSlow)) {
    const webgl = await tryWebgl(check);
    const isBetter = webgl && webgl.difference <= TOLERANCE &&
      (asked === "webgl" || webgl.milliseconds < milliseconds);
    if (isBetter) return { backend: "webgl", difference: webgl.difference };
    await tf.setBackend("wasm");
  }
  return { backend: "wasm", difference };
}

interface Measured {
  difference: number;
  milliseconds: number;
}

/** Lets the networks judge the builder's film. */
async function measure({ pixels, probabilities }: ModelCheck): Promise<Measured> {
  const started = performance.now();
  let difference = 0;
  for (const [i, { model, info: { preprocessing: { imageSize } } }] of bundles.entries()) {
    const output = tf.tidy(() =>
      model.predict(tf.tensor4d(Float32Array.from(pixels), [1, ...imageSize, 1])) as tf.Tensor
    );
    const found = await output.data();
    output.dispose();
    difference = Math.max(...probabilities[i].map((p, k) => Math.abs(p - found[k])), difference);
  }
  return { difference, milliseconds: performance.now() - started };
}

async function tryWebgl(check: ModelCheck): Promise<Measured | undefined> {
  try {
    if (!await useWebgl()) return undefined;
    await measure(check); // compiles
    return await measure(check);
  } catch {
    return undefined;
  }
}

async function fetchBundle(folder: URL): Promise<BundleFiles> {
  const entries = await Promise.all(
    BUNDLE_FILES.map(async (name) => [name, await fetchFile(new URL(name, folder))]),
  );
  return Object.fromEntries(entries);
}

async function fetchFile(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`Cannot load ${url.pathname}: the server says ${response.status}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

serveCalls(calls);
