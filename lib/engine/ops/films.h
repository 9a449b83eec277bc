// Films as the loops of convolutions read and write them.
#pragma once

#include <cstdint>

namespace cxr {

/** Channels or filters that lie side by side wherever loops keep them; they come in multiples. */
constexpr int kBlock = 16;

/** A place of a window of 2×2 that says: its gradient goes nowhere, since ReLU made it 0. */
constexpr uint8_t kNowhere = 4;

/**
 * Films of `height × width × channels`.
 *
 * With `places` they are gradients of a max pooling by 2×2: `values` and `places` have half the
 * height and width, each value belongs to the pixel of its window that `places` tells (0 to 3, row
 * by row; or `kNowhere`), and all other pixels are 0.
 */
struct Films {
  const float* values;
  const uint8_t* places;
  int64_t height, width, channels;
};

/** What a convolution writes: with `places`, maxima of windows of 2×2 and where they were. */
struct Output {
  float* values;
  uint8_t* places;
  const float* bias;  // may be null
  bool relu;
};

}  // namespace cxr
