/** How many phantom films stand in for a set, and how large. */
export interface PhantomPlan {
  numTrain: number;
  numTest: number;
  /** `[width, height]` of the film with this number, in pixels. */
  sizeOf: (index: number) => readonly [number, number];
  /** Whether films lie in `train|test/<class>/`, else all in one folder. */
  inFolders: boolean;
}

/** Sizes of films as clinics and journals published them, 0.1 to 14 megapixels. */
const ORIGINAL_SIZES: readonly (readonly [number, number])[] = [
  ...[[880, 891], [416, 341], [972, 733], [1200, 944], [1989, 1463], [2059, 1483]] as const,
  ...[[4200, 3408], [1992, 1285], [1262, 1146], [1534, 1517], [1090, 842], [2665, 2197]] as const,
  ...[[1050, 973], [1414, 1755], [844, 480], [881, 663], [2498, 2057], [2380, 2074]] as const,
  ...[[2170, 1953], [2001, 1725], [1852, 1443], [2226, 1731], [2060, 1558], [1558, 1218]] as const,
  ...[[1504, 1032], [1336, 1024], [1320, 1208], [1312, 1000], [1632, 1312], [1352, 792]] as const,
  ...[[1960, 1416], [1328, 920]] as const,
];

/** What stands in for each set of films, by the set's name. */
export const PHANTOM_PLANS: Readonly<Record<string, PhantomPlan>> = {
  "raikokte": { numTrain: 251, numTest: 66, sizeOf: () => [1024, 813], inFolders: true },
  "raw-sample": {
    numTrain: ORIGINAL_SIZES.length,
    numTest: 0,
    sizeOf: (index) => ORIGINAL_SIZES[index % ORIGINAL_SIZES.length],
    inFolders: false,
  },
};
