// Readers of single fields of bundle.json: each gives the value back as what it is, or throws.

/**
 * A JSON object.
 *
 * @param value What the file holds.
 * @param name Name of the field, for the message.
 * @returns The value.
 * @throws {TypeError} Where it is none, naming the field.
 *
 * @example
 * ```ts
 * import { object } from "lib/models/read_fields.ts";
 * object({ a: 1 }, "x"); // { a: 1 }
 * ```
 */
export function object(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw wrong(`lacks ${name}, or it is no object`);
}

/**
 * A list of at most so many values.
 *
 * @param value What the file holds.
 * @param name Name of the field, for the message.
 * @param most Greatest length.
 * @returns The value.
 * @throws {TypeError} Where it is none, naming the field.
 *
 * @example
 * ```ts
 * import { list } from "lib/models/read_fields.ts";
 * list([1, 2], "x", 2); // [1, 2]
 * ```
 */
export function list(value: unknown, name: string, most: number): unknown[] {
  if (Array.isArray(value) && value.length <= most) return value;
  throw wrong(`lacks ${name}, or it is no list of at most ${most}`);
}

/**
 * A text of at most 2,000 letters.
 *
 * @param value What the file holds.
 * @param name Name of the field, for the message.
 * @returns The value.
 * @throws {TypeError} Where it is none, naming the field.
 *
 * @example
 * ```ts
 * import { string } from "lib/models/read_fields.ts";
 * string("a", "x"); // "a"
 * ```
 */
export function string(value: unknown, name: string): string {
  if (typeof value === "string" && value.length <= 2000) return value;
  throw wrong(`lacks ${name}, or it is no text of at most 2000 letters`);
}

/**
 * A number from `least` to `most`; `NaN` is none.
 *
 * @param value What the file holds.
 * @param name Name of the field, for the message.
 * @param least Smallest number.
 * @param most Greatest number.
 * @returns The value.
 * @throws {TypeError} Where it is none, naming the field.
 *
 * @example
 * ```ts
 * import { number } from "lib/models/read_fields.ts";
 * number(0.5, "x", 0, 1); // .5
 * ```
 */
export function number(value: unknown, name: string, least: number, most: number): number {
  if (typeof value === "number" && value >= least && value <= most) return value;
  throw wrong(`lacks ${name}, or it is no number from ${least} to ${most}`);
}

/**
 * The error for a bundle whose `bundle.json` is wrong.
 *
 * @param what What is wrong.
 * @returns The error.
 *
 * @example
 * ```ts
 * import { wrong } from "lib/models/read_fields.ts";
 * wrong("is empty").message; // "bundle.json is empty"
 * ```
 */
export function wrong(what: string): TypeError {
  return new TypeError(`bundle.json ${what}`);
}
