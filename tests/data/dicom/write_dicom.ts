/** An element's value: text, numbers (US or SS by its type), bytes, or the items of a sequence. */
export type Value = string | number | number[] | Uint8Array | Element[][];

/** An element: group and number in hex (`"00280010"`), its type, its value. */
export type Element = [tag: string, type: string, value: Value];

/** Elements by tag, each its type and value; `undefined` takes one out. */
export type Elements = Record<string, readonly [type: string, value: Value] | undefined>;

/** What {@linkcode writeDicom} writes. */
export interface WriteDicomOptions {
  /** End of the transfer syntax's UID, after `1.2.840.10008.1.2`. */
  syntax?: string;
  /** `false` for a bare data set, without `DICM` and meta group. */
  hasMeta?: boolean;
  /** Stored values; a number a pixel. Left out, no pixels are written. */
  values?: readonly number[];
  /** Coded picture, in fragments. */
  fragments?: readonly Uint8Array[];
  /** Elements that replace or join those of a plain chest film. */
  elements?: Elements;
}

/**
 * Writes a DICOM file for tests: a chest film, 4×3, 8 bits, that names a patient.
 *
 * @param options What is other than that.
 * @returns The file.
 */
export function writeDicom(
  { syntax = ".1", hasMeta = true, values, fragments, elements = {} }: WriteDicomOptions = {},
): Uint8Array {
  const isExplicit = syntax !== "";
  const isBigEndian = syntax === ".2";
  const all: Elements = {
    "00080060": ["CS", "DX"],
    "00100010": ["PN", "SECRET^NAME"],
    "00100020": ["LO", "ID-4711"],
    "00180015": ["CS", "CHEST"],
    "00185101": ["CS", "PA"],
    "00280002": ["US", 1],
    "00280004": ["CS", "MONOCHROME2"],
    "00280010": ["US", 3],
    "00280011": ["US", 4],
    "00280100": ["US", 8],
    "00280101": ["US", 8],
    "00280102": ["US", 7],
    "00280103": ["US", 0],
    ...elements,
  };
  const list = Object.entries(all).filter((entry) => entry[1] !== undefined)
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([tag, element]) => [tag, ...element!] as Element);
  const allocated = all["00280100"]![1] as number;
  let body = writeElements(list, { isExplicit, isBigEndian });
  if (values) {
    const words = allocated === 16 ? numbers(values, 2, isBigEndian) : Uint8Array.from(values);
    if (isBigEndian && allocated === 8) swapPairs(words); // as words of 16 bits
    body = join(body, writeElement(["7fe00010", "OW", words], { isExplicit, isBigEndian }));
  }
  if (fragments) body = join(body, writeFragments(fragments));
  if (!hasMeta) return body;
  const uid = writeElement(["00020010", "UI", `1.2.840.10008.1.2${syntax}`], EXPLICIT);
  return join(new Uint8Array(128), text("DICM"), uid, body);
}

const EXPLICIT = { isExplicit: true, isBigEndian: false };
const LONG_TYPES = ["OB", "OW", "SQ", "UN", "UT"];

interface Encoding {
  isExplicit: boolean;
  isBigEndian: boolean;
}

function writeElements(elements: readonly Element[], encoding: Encoding): Uint8Array {
  return join(...elements.map((element) => writeElement(element, encoding)));
}

function writeElement([tag, type, value]: Element, encoding: Encoding): Uint8Array {
  const { isExplicit, isBigEndian } = encoding;
  const bytes = padded(writeValue(type, value, encoding));
  const group = numbers(
    [parseInt(tag.slice(0, 4), 16), parseInt(tag.slice(4), 16)],
    2,
    isBigEndian,
  );
  if (!isExplicit) return join(group, numbers([bytes.length], 4, isBigEndian), bytes);
  const length = LONG_TYPES.includes(type)
    ? join(new Uint8Array(2), numbers([bytes.length], 4, isBigEndian))
    : numbers([bytes.length], 2, isBigEndian);
  return join(group, text(type), length, bytes);
}

function writeValue(type: string, value: Value, encoding: Encoding): Uint8Array {
  if (typeof value === "string") return text(value);
  if (value instanceof Uint8Array) return value;
  if (type === "SQ") {
    return join(...(value as Element[][]).map((item) => {
      const bytes = writeElements(item, encoding);
      const tag = numbers([0xfffe, 0xe000], 2, encoding.isBigEndian);
      return join(tag, numbers([bytes.length], 4, encoding.isBigEndian), bytes);
    }));
  }
  return numbers([value as number | number[]].flat(), 2, encoding.isBigEndian);
}

function writeFragments(fragments: readonly Uint8Array[]): Uint8Array {
  const tag = (element: number) => numbers([0xfffe, element], 2, false);
  const items = [new Uint8Array(), ...fragments].map((fragment) => {
    const bytes = padded(fragment);
    return join(tag(0xe000), numbers([bytes.length], 4, false), bytes);
  });
  const start = join(numbers([0x7fe0, 0x10], 2, false), text("OB\0\0"));
  return join(start, numbers([0xffffffff], 4, false), ...items, tag(0xe0dd), new Uint8Array(4));
}

function numbers(values: readonly number[], size: 2 | 4, isBigEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) =>
    size === 2
      ? view.setUint16(2 * i, value, !isBigEndian)
      : view.setUint32(4 * i, value, !isBigEndian)
  );
  return bytes;
}

function swapPairs(bytes: Uint8Array): void {
  for (let i = 0; i + 1 < bytes.length; i += 2) bytes.subarray(i, i + 2).reverse();
}

function padded(bytes: Uint8Array): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : join(bytes, new Uint8Array(1));
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

/**
 * Joins bytes.
 *
 * @param parts Parts in order.
 * @returns One array.
 */
export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
