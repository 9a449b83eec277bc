/** Ways in which a file gets damaged. */
const DAMAGES: ((bytes: Uint8Array, random: () => number) => Uint8Array)[] = [
  // truncated
  (bytes, random) => bytes.slice(0, Math.floor(random() * bytes.length)),
  // bits flipped anywhere
  (bytes, random) => {
    for (let i = 0; i < 1 + 40 * random(); i++) {
      bytes[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(8 * random());
    }
    return bytes;
  },
  // another header: bytes of the first few hundred replaced
  (bytes, random) => {
    for (let i = 0; i < 1 + 12 * random(); i++) {
      bytes[Math.floor(random() * Math.min(400, bytes.length))] = Math.floor(256 * random());
    }
    return bytes;
  },
  // a stretch of zeros, or of ones
  (bytes, random) => {
    const start = Math.floor(random() * bytes.length);
    return bytes.fill(random() < 0.5 ? 0 : 255, start, start + Math.floor(2000 * random()));
  },
  // a piece repeated in its middle
  (bytes, random) => {
    const start = Math.floor(random() * bytes.length);
    const piece = bytes.slice(start, start + Math.floor(3000 * random()));
    const parts = [bytes.slice(0, start), piece, bytes.slice(start)];
    const longer = new Uint8Array(bytes.length + piece.length);
    let at = 0;
    for (const part of parts) {
      longer.set(part, at);
      at += part.length;
    }
    return longer;
  },
];

/**
 * Damages a file.
 *
 * @param bytes The whole file, which stays whole.
 * @param random Random numbers in `[0, 1)`.
 * @returns A damaged copy.
 */
export function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  const damage = DAMAGES[Math.floor(random() * DAMAGES.length)];
  return damage(bytes.slice(), random);
}
