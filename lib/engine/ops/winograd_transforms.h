// One-dimensional transforms of Winograd's F(4, 3) and F(2, 5), on vectors of channels.
//
// Polynomials are taken at 0, ±3/4, ±3/2 and infinity: numbers that are exact in binary, and lose
// half of what the usual 0, ±1, ±2 do (Barabasz et al., "Error analysis and improving the accuracy
// of Winograd convolution for deep neural networks", 2020).
//
// Included once for each kind of vectors; `Vec`, `all` and `multiplyAdd` are theirs. Each transform
// works in place on every `stride`-th value of `d`, so that it serves for columns and for rows.

constexpr float kA = 0.75f, kB = 1.5f, kA2 = kA * kA, kB2 = kB * kB;
constexpr float kScale0 = 1 / (kA2 * kB2);
constexpr float kScaleA = 1 / (2 * kA2 * (kA2 - kB2)), kScaleB = 1 / (2 * kB2 * (kB2 - kA2));

/** Six values of the input. */
struct OfInput {
  static CXR_INLINE void transform(Vec* d, int stride) {
    const Vec d0 = d[0], d1 = d[stride], d2 = d[2 * stride];
    const Vec d3 = d[3 * stride], d4 = d[4 * stride], d5 = d[5 * stride];
    const Vec evenA = multiplyAdd(all(-kB2), d2, d4), evenB = multiplyAdd(all(-kA2), d2, d4);
    const Vec oddA = all(kA) * multiplyAdd(all(-kB2), d1, d3);
    const Vec oddB = all(kB) * multiplyAdd(all(-kA2), d1, d3);
    d[0] = multiplyAdd(all(kA2 * kB2), d0, multiplyAdd(all(-kA2 - kB2), d2, d4));
    d[stride] = evenA + oddA;
    d[2 * stride] = evenA - oddA;
    d[3 * stride] = evenB + oddB;
    d[4 * stride] = evenB - oddB;
    d[5 * stride] = multiplyAdd(all(kA2 * kB2), d1, multiplyAdd(all(-kA2 - kB2), d3, d5));
  }
};

/** Six sums of products into the outputs of a filter with `taps`: four, or two. */
template <int taps> struct ToOutput {
  static CXR_INLINE void transform(Vec* d, int stride) {
    const Vec sumA = d[stride] + d[2 * stride], differenceA = d[stride] - d[2 * stride];
    const Vec sumB = d[3 * stride] + d[4 * stride], differenceB = d[3 * stride] - d[4 * stride];
    const Vec second = multiplyAdd(all(kA), differenceA, all(kB) * differenceB);
    const Vec last = d[5 * stride];
    d[0] += sumA + sumB;
    if (taps == 5) {
      d[stride] = second + last;
    } else {
      d[stride] = second;
      d[2 * stride] = multiplyAdd(all(kA2), sumA, all(kB2) * sumB);
      d[3 * stride] =
          multiplyAdd(all(kA * kA2), differenceA, multiplyAdd(all(kB * kB2), differenceB, last));
    }
  }
};

/** The transpose of `ToOutput`: four, or two, gradients of outputs into six values. */
template <int taps> struct OfGradient {
  static CXR_INLINE void transform(Vec* d, int stride) {
    const Vec y0 = d[0], y1 = d[stride];
    const Vec y2 = taps == 5 ? all(0) : d[2 * stride], y3 = taps == 5 ? all(0) : d[3 * stride];
    const Vec evenA = multiplyAdd(all(kA2), y2, y0), oddA = all(kA) * multiplyAdd(all(kA2), y3, y1);
    const Vec evenB = multiplyAdd(all(kB2), y2, y0), oddB = all(kB) * multiplyAdd(all(kB2), y3, y1);
    d[stride] = evenA + oddA;
    d[2 * stride] = evenA - oddA;
    d[3 * stride] = evenB + oddB;
    d[4 * stride] = evenB - oddB;
    d[5 * stride] = taps == 5 ? y1 : y3;
  }
};

/** A filter's values, `taps` of them, into six. */
template <int taps> struct OfFilter {
  static CXR_INLINE void transform(Vec* d, int stride) {
    const Vec g0 = d[0], g1 = d[stride], last = d[(taps - 1) * stride];
    Vec evenA = multiplyAdd(all(kA2), d[2 * stride], g0), oddA = g1;
    Vec evenB = multiplyAdd(all(kB2), d[2 * stride], g0), oddB = g1;
    if (taps == 5) {
      evenA = multiplyAdd(all(kA2 * kA2), d[4 * stride], evenA);
      evenB = multiplyAdd(all(kB2 * kB2), d[4 * stride], evenB);
      oddA = multiplyAdd(all(kA2), d[3 * stride], oddA);
      oddB = multiplyAdd(all(kB2), d[3 * stride], oddB);
    }
    d[0] = all(kScale0) * g0;
    d[stride] = all(kScaleA) * multiplyAdd(all(kA), oddA, evenA);
    d[2 * stride] = all(kScaleA) * multiplyAdd(all(-kA), oddA, evenA);
    d[3 * stride] = all(kScaleB) * multiplyAdd(all(kB), oddB, evenB);
    d[4 * stride] = all(kScaleB) * multiplyAdd(all(-kB), oddB, evenB);
    d[5 * stride] = last;
  }
};

/** The transpose of `OfFilter`: six values into the gradient of a filter's `taps`. */
template <int taps> struct ToFilter {
  static CXR_INLINE void transform(Vec* d, int stride) {
    const Vec sumA = all(kScaleA) * (d[stride] + d[2 * stride]);
    const Vec sumB = all(kScaleB) * (d[3 * stride] + d[4 * stride]);
    const Vec differenceA = all(kScaleA) * (d[stride] - d[2 * stride]);
    const Vec differenceB = all(kScaleB) * (d[3 * stride] - d[4 * stride]);
    const Vec last = d[5 * stride];
    d[0] = multiplyAdd(all(kScale0), d[0], sumA + sumB);
    float powerA = 1, powerB = 1;
    for (int tap = 1; tap < taps; tap++) {
      powerA *= kA;
      powerB *= kB;
      const Vec a = tap % 2 ? differenceA : sumA, b = tap % 2 ? differenceB : sumB;
      const Vec sum = multiplyAdd(all(powerA), a, all(powerB) * b);
      d[tap * stride] = tap == taps - 1 ? sum + last : sum;
    }
  }
};

/** A transform of the first `columns` columns of a tile, and then of the first `rows` rows. */
template <typename Transform> CXR_INLINE void transformTile(Vec* d, int columns, int rows) {
  for (int column = 0; column < columns; column++) Transform::transform(d + column, kSide);
  for (int row = 0; row < rows; row++) Transform::transform(d + kSide * row, 1);
}
