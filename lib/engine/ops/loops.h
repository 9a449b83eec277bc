// All loops of convolutions, included once for each kind of vectors, in a namespace of its own.

namespace {

#include "winograd_transforms.h"
#include "winograd_tiles.h"
#include "winograd_filters.h"
#include "winograd_loops.h"
#include "first_layer_loops.h"

const WinogradLoops& winogradLoops(int64_t taps) {
  return taps == 5 ? kWinogradLoops<5> : kWinogradLoops<3>;
}

const FirstLayerLoops* firstLayerLoops(int64_t taps, int64_t channels) {
  if (taps == 3 && channels == 1) return &kFirstLayerLoops<3, 1>;
  if (taps == 3 && channels == 3) return &kFirstLayerLoops<3, 3>;
  if (taps == 5 && channels == 1) return &kFirstLayerLoops<5, 1>;
  if (taps == 5 && channels == 3) return &kFirstLayerLoops<5, 3>;
  return nullptr;
}

}  // namespace

const ConvolutionLoops kLoops = {winogradLoops, firstLayerLoops};
