// The loops of all convolutions, for the vectors that a processor has.
#pragma once

#include <stdexcept>

#include "first_layer.h"
#include "vectors.h"
#include "winograd.h"

namespace cxr {

struct ConvolutionLoops {
  const WinogradLoops& (*winograd)(int64_t taps);
  /** Null where there are none for such filters. */
  const FirstLayerLoops* (*firstLayer)(int64_t taps, int64_t channels);
};

// The same sums, to the bit, by both kinds of vectors.
namespace avx512 {
extern const ConvolutionLoops kLoops;
}
namespace avx2 {
extern const ConvolutionLoops kLoops;
}

/** Those for this processor; throws where it has none of the vectors. */
inline const ConvolutionLoops& convolutionLoops() {
#if defined(__x86_64__)
  static const Vectors found = vectors();
  if (found == Vectors::kAvx512) return avx512::kLoops;
  if (found == Vectors::kAvx2) return avx2::kLoops;
#endif
  throw std::runtime_error("this processor lacks the vectors that convolutions are written for");
}

}  // namespace cxr
