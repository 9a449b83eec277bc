/** Learning rate of an epoch (from 1) out of `epochs`. */
export type LearningRateSchedule = (epoch: number, epochs: number) => number;

/**
 * Falls from `from` to `to` along half a cosine (Loshchilov & Hutter 2017).
 *
 * @param from Rate of the first epoch.
 * @param options `to`, the rate of the last epoch (default 0), and `warmUp`, the number of epochs
 *   in which the rate first climbs evenly (default 0).
 * @returns A schedule.
 *
 * @example
 * ```ts
 * import { cosineDecay } from "lib/training/learning_rate.ts";
 * cosineDecay(0.1)(1, 10); // 0.1
 * ```
 */
export function cosineDecay(
  from: number,
  { to = 0, warmUp = 0 }: { to?: number; warmUp?: number } = {},
): LearningRateSchedule {
  return (epoch, epochs) => {
    if (epoch <= warmUp) return from * epoch / (warmUp + 1);
    const progress = (epoch - warmUp - 1) / Math.max(1, epochs - warmUp - 1);
    return to + (from - to) * (1 + Math.cos(Math.PI * progress)) / 2;
  };
}

/**
 * Multiplies the rate by `factor` every `every` epochs.
 *
 * @param from Rate of the first epoch.
 * @param options `factor` in `(0, 1)`, `every` in epochs.
 * @returns A schedule.
 *
 * @example
 * ```ts
 * import { stepDecay } from "lib/training/learning_rate.ts";
 * stepDecay(0.1, { factor: 0.5, every: 2 })(3, 10); // 0.05
 * ```
 */
export function stepDecay(
  from: number,
  { factor, every }: { factor: number; every: number },
): LearningRateSchedule {
  return (epoch) => from * factor ** Math.floor((epoch - 1) / every);
}
