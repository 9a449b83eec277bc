// The first convolution of a network, on films of a few channels, with its max pooling at once.
//
// What it makes before it pools is the largest by far of what a network computes. Here it is never
// written to memory, and neither is its gradient.
#pragma once

#include "films.h"

namespace cxr {

/** Filters that are computed at a time. */
constexpr int kFirstFilters = 32;

/** A convolution without padding that steps one pixel at a time, its output pooled by 2×2. */
struct FirstLayer {
  int64_t batch, height, width, filters, taps;

  int64_t pooledHeight() const { return (height - taps + 1) / 2; }
  int64_t pooledWidth() const { return (width - taps + 1) / 2; }
};

/** Its loops, for one kind of vectors, one size of filters and one number of channels. */
struct FirstLayerLoops {
  /** Convolves and pools rows [first, end) of the pooled rows of all films. */
  void (*convolve)(const FirstLayer&, int64_t first, int64_t end, const float* x,
                   const float* filters, const Output& y);
  /** Adds what those rows contribute to the gradients of the filters and of the bias. */
  void (*addGradients)(const FirstLayer&, int64_t first, int64_t end, const float* x,
                       const Films& dy, float* dFilters, float* dBias);
};

}  // namespace cxr
