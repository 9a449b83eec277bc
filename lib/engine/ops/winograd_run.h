// Winograd's convolution of whole films, shared between threads.
#pragma once

#include "convolution_loops.h"
#include "op.h"
#include "parallel.h"

namespace cxr {

inline const WinogradLoops& loopsFor(const Convolution& conv) {
  const bool isCovered = (conv.taps == 3 || conv.taps == 5) && conv.channels % kBlock == 0 &&
                         conv.filters % kBlock == 0;
  if (!isCovered) {
    throw std::runtime_error("expected filters of 3×3 or 5×5, and channels in multiples of 16");
  }
  return convolutionLoops().winograd(conv.taps);
}

/** Calls `work(slice, tiles, space)` for every few tiles, with space that is the slice's own. */
template <typename Work>
void forTiles(TF_OpKernelContext* context, const Convolution& conv, const Slices& slices,
              const Work& work) {
  const Tensor space = temporary(context, slices.count * conv.tileSpace());
  slices.forEach([&](int64_t slice, int64_t first, int64_t end) {
    for (int64_t few = first; few < end; few++) {
      const TileRange tiles = {few * kTiles, std::min(conv.tiles(), (few + 1) * kTiles)};
      work(slice, tiles, space.data<float>() + slice * conv.tileSpace());
    }
  });
}

inline Slices slicesOf(const Convolution& conv) {
  return Slices((conv.tiles() + kTiles - 1) / kTiles);
}

/** Filters, and whether they are turned to bring gradients back to the input. */
struct Filters {
  const float* values;
  bool areTurned;
};

inline void convolve(TF_OpKernelContext* context, const Convolution& conv, const Films& x,
                     const Filters& filters, const Output& y) {
  const WinogradLoops& loops = loopsFor(conv);
  const auto transform = filters.areTurned ? loops.transformTurnedFilters : loops.transformFilters;
  const Tensor transformed = temporary(context, conv.filterSpace());
  parallelFor(conv.filters / kBlock, 1 + 4096 / conv.channels, [&](int64_t first, int64_t end) {
    transform(conv, filters.values, first, end, transformed.data<float>());
  });
  forTiles(context, conv, slicesOf(conv), [&](int64_t, TileRange tiles, float* space) {
    loops.convolve(conv, tiles, x, transformed.data<float>(), space, y);
  });
}

inline void addGradients(TF_OpKernelContext* context, const Convolution& conv, const Films& x,
                         const Films& dy, float* dFilters, float* dBias) {
  const WinogradLoops& loops = loopsFor(conv);
  const Slices slices = slicesOf(conv);
  const int64_t size = conv.filterSpace() + conv.filters;  // Filters, and the bias after them.
  const Tensor space = temporary(context, slices.count * size);
  float* const sums = space.data<float>();
  std::fill_n(sums, slices.count * size, 0.0f);
  forTiles(context, conv, slices, [&](int64_t slice, TileRange tiles, float* space) {
    float* const of = sums + slice * size;
    loops.addGradients(conv, tiles, x, dy, space, of, of + conv.filterSpace());
  });
  slices.join(sums, size);
  parallelFor(conv.channels / kBlock, 1 + 4096 / conv.filters, [&](int64_t first, int64_t end) {
    for (int64_t block = first; block < end; block++) {
      loops.filterGradient(conv, sums, block, dFilters);
    }
  });
  std::copy_n(sums + conv.filterSpace(), conv.filters, dBias);
}

}  // namespace cxr
