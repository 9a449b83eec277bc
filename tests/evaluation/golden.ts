/**
 * Twenty films of three classes as a model sees them, for values that scikit-learn 1.9.1 gave. The
 * Python snippets of the tests start from the same numbers:
 *
 * ```py
 * import numpy as np; from sklearn.metrics import *
 * y = np.array(Y_TRUE); P = np.array(PROBABILITIES)
 * p = P.argmax(1); b = (y == 0).astype(int); s = P[:, 0]
 * ```
 */
export const CLASSES = ["COVID-19", "Normal", "Viral Pneumonia"];

/** `[20]`, true class indices. */
export const Y_TRUE = [1, 2, 2, 0, 0, 2, 0, 2, 2, 1, 0, 0, 0, 1, 1, 1, 2, 2, 1, 2];

/** `[20][3]`, with ties and a true class at .4; rows sum to 1. */
export const PROBABILITIES = [
  [0.0, 0.4, 0.6],
  [0.25, 0.05, 0.7],
  [0.1, 0.1, 0.8],
  [0.5, 0.25, 0.25],
  [0.1, 0.15, 0.75],
  [0.05, 0.3, 0.65],
  [0.75, 0.1, 0.15],
  [0.05, 0.15, 0.8],
  [0.1, 0.2, 0.7],
  [0.1, 0.8, 0.1],
  [0.7, 0.1, 0.2],
  [0.4, 0.25, 0.35],
  [0.65, 0.3, 0.05],
  [0.65, 0.15, 0.2],
  [0.15, 0.65, 0.2],
  [0.1, 0.45, 0.45],
  [0.15, 0.0, 0.85],
  [0.3, 0.25, 0.45],
  [0.0, 0.9, 0.1],
  [0.15, 0.25, 0.6],
];

/** `[20]`, the likeliest class of each film. */
export const Y_PRED = PROBABILITIES.map((row) => row.indexOf(Math.max(...row)));

/** `[20]`, 1 for COVID-19 and 0 for the rest. */
export const IS_COVID = Y_TRUE.map((label) => Number(label === 0));

/** `[20]`, probability of COVID-19. */
export const COVID_SCORES = PROBABILITIES.map((row) => row[0]);

/**
 * `[20][2]`, features of the films, `X` in the snippets:
 *
 * ```py
 * X = np.array([[round(np.sin(1.7 * i) + .4 * k, 2), round(np.cos(2.3 * i * i), 2)]
 *               for i, k in enumerate(y)])
 * ```
 */
export const FEATURES = Y_TRUE.map((label, i) => [
  Number((Math.sin(1.7 * i) + 0.4 * label).toFixed(2)),
  Number(Math.cos(2.3 * i * i).toFixed(2)),
]);
