// CxrWinograd and its gradients: convolutions of 3×3 and 5×5 filters that step one pixel at a time.
//
// They take about half the time of direct ones. Channels and filters come in multiples of 16; others
// are refused, and so are processors without AVX2. With `pool` the output is pooled by 2×2 before it
// is written, and `places` tells where its maxima were; else `places` is empty.

#include "convolution_inputs.h"
#include "winograd_run.h"

namespace cxr {
namespace {

/** The convolution of films shaped like `x`, with `padding` rows and columns of zeros around them. */
Convolution convolutionOf(const std::vector<int64_t>& x, int64_t taps, int64_t filters,
                          int64_t padding) {
  const int64_t lost = taps - 1 - 2 * padding;
  if (lost < 0 || x[1] <= lost || x[2] <= lost) {
    throw std::runtime_error("films are smaller than the filters, or padded by more than these");
  }
  return {x[0], x[1], x[2], x[3], x[1] - lost, x[2] - lost, filters, padding, taps};
}

/** The shape of a convolution's output, which may be pooled by 2×2. */
std::vector<int64_t> outputShape(const Convolution& conv, bool isPooled) {
  const int64_t window = isPooled ? 2 : 1;
  return {conv.batch, conv.newHeight / window, conv.newWidth / window, conv.filters};
}

/** The films that a convolution is given. */
Films filmsOf(const Convolution& conv, const Tensor& x) {
  return {x.data<float>(), nullptr, conv.height, conv.width, conv.channels};
}

/** Films with the gradients of a convolution's output, which may have been pooled. */
Films gradientsOf(const Convolution& conv, const Tensor& dy, const Tensor& places) {
  const bool arePooled = places.rank() == 4;
  const std::vector<int64_t> expected = outputShape(conv, arePooled);
  if (dy.shape() != expected || (arePooled && places.shape() != expected)) {
    throw std::runtime_error("gradients have another shape than the convolution");
  }
  return {dy.data<float>(), arePooled ? places.data<uint8_t>() : nullptr, conv.newHeight,
          conv.newWidth, conv.filters};
}

class Winograd {
 public:
  static constexpr const char* NAME = "CxrWinograd";
  static constexpr const char* SIGNATURE[] = {
      "in x: float", "in filters: float", "in bias: float", "out y: float", "out places: uint8",
      "attr padding: int", "attr relu: bool", "attr pool: bool", nullptr};

  explicit Winograd(TF_OpKernelConstruction* construction)
      : padding_(intAttribute(construction, "padding")),
        relu_(boolAttribute(construction, "relu")), pool_(boolAttribute(construction, "pool")) {}

  void compute(TF_OpKernelContext* context) const {
    const Tensor x = input(context, 0), filters = input(context, 1), bias = input(context, 2);
    checkFilters(x, filters, bias);
    const Convolution conv = convolutionOf(x.shape(), filters.dim(0), filters.dim(3), padding_);
    const std::vector<int64_t> shape = outputShape(conv, pool_);
    const Tensor y = output(context, 0, TF_FLOAT, shape);
    const Tensor places = output(context, 1, TF_UINT8, pool_ ? shape : std::vector<int64_t>{0});
    convolve(context, conv, filmsOf(conv, x), {filters.data<float>(), false},
             {y.data<float>(), pool_ ? places.data<uint8_t>() : nullptr, bias.data<float>(), relu_});
  }

 private:
  const int64_t padding_;
  const bool relu_, pool_;
};

/** The gradient of the input: a convolution of that of the output, by filters that are turned. */
class WinogradInputGradient {
 public:
  static constexpr const char* NAME = "CxrWinogradInputGradient";
  static constexpr const char* SIGNATURE[] = {
      "in filters: float", "in dy: float", "in places: uint8", "out dx: float",
      "attr padding: int", "attr height: int", "attr width: int", nullptr};

  explicit WinogradInputGradient(TF_OpKernelConstruction* construction)
      : padding_(intAttribute(construction, "padding")),
        height_(intAttribute(construction, "height")),
        width_(intAttribute(construction, "width")) {}

  void compute(TF_OpKernelContext* context) const {
    const Tensor filters = input(context, 0), dy = input(context, 1), places = input(context, 2);
    checkRanks(dy, filters);
    const int64_t taps = filters.dim(0), channels = filters.dim(2);
    const std::vector<int64_t> shape = {dy.dim(0), height_, width_, channels};
    const Convolution conv = convolutionOf(shape, taps, filters.dim(3), padding_);
    const Films gradients = gradientsOf(conv, dy, places);
    const Convolution back = {conv.batch,  conv.newHeight, conv.newWidth, conv.filters,
                              conv.height, conv.width,     conv.channels, taps - 1 - padding_,
                              taps};
    const Tensor dx = output(context, 0, TF_FLOAT, shape);
    convolve(context, back, gradients, {filters.data<float>(), true},
             {dx.data<float>(), nullptr, nullptr, false});
  }

 private:
  const int64_t padding_, height_, width_;
};

class WinogradGradients {
 public:
  static constexpr const char* NAME = "CxrWinogradGradients";
  static constexpr const char* SIGNATURE[] = {
      "in x: float", "in dy: float", "in places: uint8", "out dfilters: float", "out dbias: float",
      "attr padding: int", "attr taps: int", nullptr};

  explicit WinogradGradients(TF_OpKernelConstruction* construction)
      : padding_(intAttribute(construction, "padding")), taps_(intAttribute(construction, "taps")) {}

  void compute(TF_OpKernelContext* context) const {
    const Tensor x = input(context, 0), dy = input(context, 1), places = input(context, 2);
    checkRanks(x, dy);
    const Convolution conv = convolutionOf(x.shape(), taps_, dy.dim(3), padding_);
    const Films gradients = gradientsOf(conv, dy, places);
    const Tensor dFilters =
        output(context, 0, TF_FLOAT, {taps_, taps_, conv.channels, conv.filters});
    const Tensor dBias = output(context, 1, TF_FLOAT, {conv.filters});
    addGradients(context, conv, filmsOf(conv, x), gradients, dFilters.data<float>(),
                 dBias.data<float>());
  }

 private:
  const int64_t padding_, taps_;
};

[[maybe_unused]] const bool registered = registerOp<Winograd>() &&
                                         registerOp<WinogradInputGradient>() &&
                                         registerOp<WinogradGradients>();

}  // namespace
}  // namespace cxr
