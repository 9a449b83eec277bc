import type { Anatomy } from "./anatomy.ts";
import { type Disease, missingWhiteness, whiten } from "./balance.ts";
import { between } from "./between.ts";
import { drawConsolidation } from "./consolidation.ts";
import { drawGroundGlass } from "./ground_glass.ts";
import { opacityOnFilm } from "./opacity.ts";
import { emptyPlate, type Pose } from "./plate.ts";
import { smoothNoise } from "./smooth_noise.ts";
import type { SoftTissue } from "./soft_tissue.ts";
import type { Thorax } from "./thorax.ts";
import { addTree } from "./tree.ts";

/** What {@linkcode traceLungs} needs to know. */
export interface LungsOptions {
  label: string;
  thorax: Thorax;
  tissue: SoftTissue;
  anatomy: Anatomy;
  pose: Pose;
  /** Width and height of the film in pixels. */
  size: number;
  /** Random numbers of one part of the film. */
  random: (part: string) => () => number;
  /** Random numbers of one part of the patient. */
  patient: (part: string) => () => number;
}

/** The lungs of one film, row by row: `[size * size]` each. */
export interface Lungs {
  /** Length of each ray through air, in body units. */
  air: Float32Array;
  /** Attenuation of vessels, less that of open airways in a solid lobe. */
  lines: Float32Array;
  /** Share of the air that the disease has replaced, `[0, 1]`. */
  disease: Float32Array;
}

const DISEASES: Record<string, Disease> = {
  "COVID-19": "ground-glass",
  "Viral Pneumonia": "consolidation",
};

/**
 * Fills the lungs of a film with air, vessels and the disease that its label names.
 *
 * @param options See {@linkcode LungsOptions}.
 * @returns Thickness and attenuation maps.
 */
export function traceLungs(options: LungsOptions): Lungs {
  const { label, tissue, pose, size, patient } = options;
  const name = DISEASES[label] ?? "none";
  const opacity = name === "consolidation"
    ? drawConsolidation(patient(name))
    : name === "ground-glass"
    ? drawGroundGlass(patient(name))
    : () => 0;
  const disease = opacityOnFilm(opacity, tissue, { pose, size });
  const haze = traceHaze(name, options);
  const vessels = growTrees("vessels", options);
  const bronchi = name === "consolidation" ? growTrees("bronchi", options) : undefined;

  const air = new Float32Array(size * size);
  const lines = new Float32Array(size * size);
  for (let i = 0; i < air.length; i++) {
    if (tissue.air[i] === 0) continue;
    const share = haze[i] > 0 ? whiten(disease[i], haze[i]) : disease[i];
    air[i] = tissue.air[i] * (1 - share);
    const lung = tissue.air[i] / (tissue.air[i] + 0.1); // lines end where the lung thins out
    lines[i] = lung * vessels[i] * (1 - disease[i]); // fluid hides vessels,
    if (bronchi) lines[i] -= lung * Math.min(0.8, bronchi[i]) * disease[i]; // and shows airways
  }
  return { air, lines, disease };
}

/** Smooth whiteness that makes a class as white as the others on average. */
function traceHaze(disease: Disease, { tissue, pose, size, random }: LungsOptions): Float32Array {
  const uniform = random("haze");
  const wave = smoothNoise(uniform);
  const amount = between(uniform, [0, 2]);
  return opacityOnFilm(
    ({ across, down, x, y }) =>
      amount * missingWhiteness(disease, across, down) * (1 + 0.6 * wave(1.7 * x, 1.7 * y)),
    tissue,
    { pose, size },
  );
}

const TREES = {
  vessels: { stems: 12, radius: 0.024, strength: 13, taper: 0.85 },
  bronchi: { stems: 8, radius: 0.019, strength: 22, taper: 0.93 },
};

function growTrees(
  kind: keyof typeof TREES,
  { thorax, anatomy, pose, size, patient }: LungsOptions,
): Float32Array {
  const plate = emptyPlate(size, pose);
  for (const side of [-1, 1]) {
    addTree(plate, thorax, {
      ...TREES[kind],
      side,
      random: patient(`${kind} ${side}`),
      strength: TREES[kind].strength * (kind === "vessels" ? anatomy.vessels : 1),
    });
  }
  return plate.values;
}
