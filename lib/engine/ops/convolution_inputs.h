// What the ops for convolutions ask of their inputs.
#pragma once

#include "op.h"

namespace cxr {

/** Throws unless films, or gradients, and filters or others have four dimensions. */
inline void checkRanks(const Tensor& films, const Tensor& others) {
  if (films.rank() != 4 || others.rank() != 4) {
    throw std::runtime_error("expected four dimensions");
  }
}

/** Throws unless square filters and a bias fit to films. */
inline void checkFilters(const Tensor& films, const Tensor& filters, const Tensor& bias) {
  checkRanks(films, filters);
  const int64_t taps = filters.dim(0), count = filters.dim(3);
  if (filters.shape() != std::vector<int64_t>{taps, taps, films.dim(3), count} ||
      bias.size() != count) {
    throw std::runtime_error("filters and bias do not fit to the films");
  }
}

}  // namespace cxr
