import type { BundleInfo } from "lib/models/bundle_info.ts";

/** What a test's bundle says of itself, with what the test wants otherwise. */
export function madeBundleInfo(changes: Partial<BundleInfo> = {}): BundleInfo {
  return {
    id: "T",
    title: "a test",
    classNames: ["Normal", "COVID-19"],
    preprocessing: { imageSize: [8, 8], decoding: "test" },
    threshold: 0.5,
    thresholdBasis: "a guess",
    temperature: 1,
    gate: null,
    card: null,
    training: { data: "made", fingerprint: "f", numFilms: 1, seed: 1, profile: "quick" },
    licence: "MIT",
    codeVersion: "",
    ...changes,
  };
}
