import { Buffer } from "node:buffer";
import { crc32, deflateRawSync } from "node:zlib";

/** One entry of a test archive; what is not given is as an honest writer has it. */
export interface ZipEntry {
  name: string;
  content?: string | Uint8Array;
  /** Unix mode with file type, such as 0o120777 for a link. */
  mode?: number;
  /** Has a place in the directory, but claims the first entry's bytes as its own. */
  overlaps?: boolean;
  /** Lies told in the directory. */
  claimed?: { bytes?: number; crc?: number };
}

/** A zip archive's bytes, deflated; it can hold what no honest writer would write. */
export function writeZip(entries: ZipEntry[]): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content = "", mode = 0o100644, claimed, overlaps } of entries) {
    const data = Buffer.from(content as string);
    const packed = deflateRawSync(data);
    const nameBytes = Buffer.from(name);
    const crc = claimed?.crc ?? crc32(data);
    const sizes = [crc, packed.length, claimed?.bytes ?? data.length];
    const common = [u16(20, 0x800, 8, 0, 0), u32(...sizes), u16(nameBytes.length, 0)];
    const local = Buffer.concat([u32(0x04034b50), ...common, nameBytes, packed]);
    const offset = overlaps ? 0 : at;
    const outside = [u16(0, 0, 0), u32((mode << 16) >>> 0, offset), nameBytes];
    directory.push(Buffer.concat([u32(0x02014b50), u16(0x314), ...common, ...outside]));
    if (overlaps) continue;
    parts.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const count = entries.length;
  const end = [u32(0x06054b50), u16(0, 0, count, count), u32(central.length, at), u16(0)];
  return Uint8Array.from(Buffer.concat([...parts, central, ...end]));
}

function u16(...values: number[]): Buffer {
  return Buffer.concat(values.map((value) => Buffer.from(Uint8Array.of(value, value >> 8))));
}

function u32(...values: number[]): Buffer {
  return Buffer.concat(values.map((value) => u16(value & 0xffff, value >>> 16)));
}
