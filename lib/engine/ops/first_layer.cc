// CxrFirstLayer and its gradients: see first_layer.h.
//
// Films have one or three channels, filters are 3×3 or 5×5 and come in multiples of 32.

#include "convolution_inputs.h"
#include "convolution_loops.h"
#include "parallel.h"

namespace cxr {
namespace {

/** Pooled rows that are worth a thread. */
constexpr int64_t kLeastRows = 8;

const FirstLayerLoops& loopsFor(int64_t taps, int64_t channels, int64_t filters) {
  const FirstLayerLoops* loops = convolutionLoops().firstLayer(taps, channels);
  if (loops && filters % kFirstFilters == 0) return *loops;
  throw std::runtime_error(
      "expected filters of 3×3 or 5×5 in multiples of 32, and films of one or three channels");
}

FirstLayer layerOf(const Tensor& x, int64_t taps, int64_t filters) {
  const FirstLayer layer = {x.dim(0), x.dim(1), x.dim(2), filters, taps};
  if (layer.height <= taps || layer.width <= taps) {
    throw std::runtime_error("films are too small for the filters and windows");
  }
  return layer;
}

std::vector<int64_t> pooledShape(const FirstLayer& layer) {
  return {layer.batch, layer.pooledHeight(), layer.pooledWidth(), layer.filters};
}

class FirstConvolution {
 public:
  static constexpr const char* NAME = "CxrFirstLayer";
  static constexpr const char* SIGNATURE[] = {
      "in x: float", "in filters: float", "in bias: float", "out y: float", "out places: uint8",
      "attr relu: bool", nullptr};

  explicit FirstConvolution(TF_OpKernelConstruction* construction)
      : relu_(boolAttribute(construction, "relu")) {}

  void compute(TF_OpKernelContext* context) const {
    const Tensor x = input(context, 0), filters = input(context, 1), bias = input(context, 2);
    checkFilters(x, filters, bias);
    const int64_t taps = filters.dim(0), channels = x.dim(3);
    const FirstLayer layer = layerOf(x, taps, filters.dim(3));
    const FirstLayerLoops& loops = loopsFor(taps, channels, layer.filters);
    const Tensor y = output(context, 0, TF_FLOAT, pooledShape(layer));
    const Tensor places = output(context, 1, TF_UINT8, pooledShape(layer));
    const Output to = {y.data<float>(), places.data<uint8_t>(), bias.data<float>(), relu_};
    parallelFor(layer.batch * layer.pooledHeight(), kLeastRows, [&](int64_t first, int64_t end) {
      loops.convolve(layer, first, end, x.data<float>(), filters.data<float>(), to);
    });
  }

 private:
  const bool relu_;
};

class FirstGradients {
 public:
  static constexpr const char* NAME = "CxrFirstLayerGradients";
  static constexpr const char* SIGNATURE[] = {
      "in x: float", "in dy: float", "in places: uint8", "out dfilters: float", "out dbias: float",
      "attr taps: int", nullptr};

  explicit FirstGradients(TF_OpKernelConstruction* construction)
      : taps_(intAttribute(construction, "taps")) {}

  void compute(TF_OpKernelContext* context) const {
    const Tensor x = input(context, 0), dy = input(context, 1), places = input(context, 2);
    checkRanks(x, dy);
    const int64_t channels = x.dim(3), filters = dy.dim(3);
    const FirstLayer layer = layerOf(x, taps_, filters);
    if (dy.shape() != pooledShape(layer) || places.shape() != pooledShape(layer)) {
      throw std::runtime_error("gradients have another shape than the layer");
    }
    const FirstLayerLoops& loops = loopsFor(taps_, channels, filters);
    const Films gradients = {dy.data<float>(), places.data<uint8_t>(), layer.pooledHeight() * 2,
                             layer.pooledWidth() * 2, filters};
    const Slices slices(layer.batch * layer.pooledHeight());
    const int64_t taps = taps_ * taps_ * channels, size = (taps + 1) * filters;
    const Tensor space = temporary(context, slices.count * size);
    float* const sums = space.data<float>();
    std::fill_n(sums, slices.count * size, 0.0f);
    slices.forEach([&](int64_t slice, int64_t first, int64_t end) {
      float* const of = sums + slice * size;
      loops.addGradients(layer, first, end, x.data<float>(), gradients, of, of + taps * filters);
    });
    slices.join(sums, size);
    const Tensor dFilters = output(context, 0, TF_FLOAT, {taps_, taps_, channels, filters});
    const Tensor dBias = output(context, 1, TF_FLOAT, {filters});
    std::copy_n(sums, taps * filters, dFilters.data<float>());
    std::copy_n(sums + taps * filters, filters, dBias.data<float>());
  }

 private:
  const int64_t taps_;
};

[[maybe_unused]] const bool registered =
    registerOp<FirstConvolution>() && registerOp<FirstGradients>();

}  // namespace
}  // namespace cxr
