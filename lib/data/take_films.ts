/** Options of {@linkcode takeFilms}. */
export interface TakeFilmsOptions {
  /** Which films, in the order that is wanted; one may be named twice. */
  places: readonly number[];
  /** Pixels of one film. */
  size: number;
}

/**
 * Copies some films out of many that lie one after the other.
 *
 * @param films Grey levels, `[n, size]`, flat.
 * @param options See {@linkcode TakeFilmsOptions}.
 * @returns Grey levels, `[places, size]`, flat.
 *
 * @example
 * ```ts
 * import { takeFilms } from "lib/data/take_films.ts";
 * takeFilms(Uint8Array.of(1, 2, 3, 4, 5, 6), { places: [2, 0], size: 2 }); // [5, 6, 1, 2]
 * ```
 */
export function takeFilms(films: Uint8Array, { places, size }: TakeFilmsOptions): Uint8Array {
  const taken = new Uint8Array(places.length * size);
  places.forEach((place, i) =>
    taken.set(films.subarray(place * size, (place + 1) * size), i * size)
  );
  return taken;
}
