/**
 * The worker that holds the model and answers.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { FilmLook } from "lib/data/gate.ts";
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
  info: BundleInfo;
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

/** Answers faster than this are fast enough: nothing else is tried. */
const FAST_MS = 300;

let bundle: ModelBundle | undefined;

const calls: ModelCalls = {
  async open({ folder, backend }) {
    const [files, check] = await Promise.all([
      fetchBundle(folder),
      fetchFile(new URL("check.json", folder)),
      useWasm(new URL("./", import.meta.url).href),
    ]);
    bundle = await openBundle(files, "the page's model");
    const expected: ModelCheck = JSON.parse(new TextDecoder().decode(check));
    await measure(expected); // the first answer compiles
    const wasm = await measure(expected);
    const isSlow = wasm.milliseconds > FAST_MS && hasGraphicsCard();
    if (backend === "webgl" || (backend === undefined && isSlow)) {
      const webgl = await tryWebgl(expected);
      const isBetter = webgl && webgl.difference <= TOLERANCE &&
        (backend === "webgl" || webgl.milliseconds < wasm.milliseconds);
      if (isBetter) return { info: bundle.info, backend: "webgl", difference: webgl.difference };
      await tf.setBackend("wasm");
    }
    return { info: bundle.info, backend: "wasm", difference: wasm.difference };
  },
  async answer({ pixels, look }) {
    return await answerFilm([opened()], { pixels, look });
  },
  async heat({ pixels, classIndex }) {
    const { model, info } = opened();
    const { imageSize } = info.preprocessing;
    return await gradCam(model, pixels, { imageSize, classIndex });
  },
};

function opened(): ModelBundle {
  if (!bundle) throw new Error("The model is not open");
  return bundle;
}

interface Measured {
  difference: number;
  milliseconds: number;
}

/** Lets the network judge the builder's film. */
async function measure({ pixels, probabilities }: ModelCheck): Promise<Measured> {
  const { model, info: { preprocessing: { imageSize } } } = opened();
  const started = performance.now();
  const output = tf.tidy(() => {
    const film = tf.tensor4d(Float32Array.from(pixels), [1, ...imageSize, 1]);
    return model.predict(film) as tf.Tensor;
  });
  const found = await output.data();
  output.dispose();
  return {
    difference: Math.max(...probabilities.map((value, i) => Math.abs(value - found[i]))),
    milliseconds: performance.now() - started,
  };
}

async function tryWebgl(check: ModelCheck): Promise<Measured | undefined> {
  try {
    if (!await useWebgl()) return undefined;
    await measure(check);
    return await measure(check);
  } catch {
    return undefined;
  }
}

async function fetchBundle(folder: string): Promise<BundleFiles> {
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
