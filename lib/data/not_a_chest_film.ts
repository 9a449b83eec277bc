/**
 * Thrown where a file is sound but shows something else than what the networks learned from: a
 * frontal chest radiograph. It is no damage: a caller that predicts answers with an abstention and
 * this reason, one that reads a folder leaves the film out.
 *
 * @example
 * ```ts
 * import { NotAChestFilmError } from "lib/data/not_a_chest_film.ts";
 * new NotAChestFilmError("the modality is CT, not a radiograph").reason;
 * // "the modality is CT, not a radiograph"
 * ```
 */
export class NotAChestFilmError extends Error {
  /** Name by which it is told apart where classes of two bundles meet. */
  override readonly name = "NotAChestFilmError";
  /** Why, in a few words, without the file's name. */
  readonly reason: string;

  /**
   * @param reason Why, in a few words; it names no patient.
   * @param options Where the film comes from, for the message, and the cause.
   */
  constructor(reason: string, { film, cause }: { film?: string; cause?: unknown } = {}) {
    const name = film === undefined ? "the film" : `"${film}"`;
    super(`Cannot judge ${name}: ${reason}`, { cause });
    this.reason = reason;
  }
}
