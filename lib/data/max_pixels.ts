/** Films of more pixels are refused: a decompression bomb, or no radiograph. */
export const MAX_PIXELS = 100_000_000;
