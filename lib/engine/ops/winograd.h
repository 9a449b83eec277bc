// Convolutions with fewer multiplications: Winograd's minimal filtering on tiles of 6×6 values.
//
// A tile of the input and a filter are each transformed, so that the 6×6 products of their values,
// summed over the channels, can be transformed back into 4×4 outputs of a 3×3 filter (36 products
// instead of 144) or 2×2 outputs of a 5×5 filter (36 instead of 100).
//
// Winograd, "Arithmetic complexity of computations", 1980; Lavin & Gray, "Fast algorithms for
// convolutional neural networks", CVPR 2016.
#pragma once

#include "films.h"

namespace cxr {

/** Values down and across a tile, and in it. */
constexpr int kSide = 6, kPlaces = kSide * kSide;

/** Tiles that are worked on at a time, so that they stay in the processor's own cache. */
constexpr int kTiles = 24;

/**
 * How far the values of two places lie apart, where each has `values` of them.
 *
 * A cache line more than that: else all places would fall into the same few lines of a cache.
 */
constexpr int64_t placeSize(int64_t values) { return values + kBlock; }

/** A convolution that steps one pixel at a time: NHWC in and out, square filters HWIO. */
struct Convolution {
  int64_t batch, height, width, channels;
  int64_t newHeight, newWidth, filters;
  /** Rows of zeros above the input, and columns of zeros left of it. */
  int64_t padding;
  /** Height and width of a filter: 3 or 5. */
  int64_t taps;

  /** Outputs down and across a tile. */
  int64_t step() const { return kSide + 1 - taps; }
  int64_t tilesDown() const { return (newHeight + step() - 1) / step(); }
  int64_t tilesAcross() const { return (newWidth + step() - 1) / step(); }
  int64_t tiles() const { return batch * tilesDown() * tilesAcross(); }

  /** Values that a few tiles take up, transformed, on their way in and on their way out. */
  int64_t tileSpace() const {
    return kPlaces * (placeSize(kTiles * channels) + placeSize(kTiles * filters));
  }
  /** Values that all filters take up, transformed. */
  int64_t filterSpace() const { return kPlaces * placeSize(channels * filters); }
};

/** Tiles [first, end) of a convolution, at most `kTiles` of them. */
struct TileRange {
  int64_t first, end;
};

/**
 * The loops of a convolution, for one kind of vectors and one size of filters.
 *
 * Transformed tiles lie as `[place][channel / 16][tile][channel % 16]`, transformed filters as
 * `[place][filter / 16][channel][filter % 16]`, and sums of their gradients as
 * `[place][channel / 16][filter / 16][channel % 16][filter % 16]`.
 */
struct WinogradLoops {
  /** Transforms the filters of blocks [first, end). */
  void (*transformFilters)(const Convolution&, const float* filters, int64_t first, int64_t end,
                           float* transformed);
  /** The same for the gradient of the input: filters turned by 180°, from outputs to inputs. */
  void (*transformTurnedFilters)(const Convolution&, const float* filters, int64_t first,
                                 int64_t end, float* transformed);
  /** Convolves tiles; `space` has room for a few of them on their way in and out. */
  void (*convolve)(const Convolution&, TileRange, const Films& x, const float* transformed,
                   float* space, const Output& y);
  /** Adds what tiles contribute to the gradients of the transformed filters and of the bias. */
  void (*addGradients)(const Convolution&, TileRange, const Films& x, const Films& dy,
                       float* space, float* sums, float* dBias);
  /** Transforms those sums, for the input channels of a block, into the gradient of filters. */
  void (*filterGradient)(const Convolution&, const float* sums, int64_t block, float* dFilters);
};

}  // namespace cxr
