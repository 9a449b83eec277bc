// CxrTransformImages: the pixels of a batch of films moved, each film by a matrix of its own.
//
// Bilinear, with the arithmetic of TensorFlow's ImageProjectiveTransformV3 in the same order, so
// that both give the same bits; on a processor that op takes four times as long.

#include <cstring>

#include "fill.h"
#include "op.h"
#include "parallel.h"

namespace cxr {
namespace {

/** Pixels computed at a time; what they need stays in the nearest cache. */
constexpr int kChunk = 64;

/** A film, `height × width × channels`. */
struct Film {
  const float* pixels;
  int height, width, channels;
};

/** The greatest whole number below, without a call where a processor has no instruction for it. */
inline float floored(float value) {
  const float cut = static_cast<float>(static_cast<int>(value));
  return cut - (cut > value ? 1.0f : 0.0f);
}

/** The four pixels around a place between them, and its distances to them; for `kChunk` places. */
struct Neighbours {
  float left[kChunk], right[kChunk], up[kChunk], down[kChunk];
  float upper[2 * kChunk], lower[2 * kChunk];  // left and right ones by turns
};

/** Part of an output row, from column `start`; at most `kChunk` pixels. */
template <Fill fill>
inline void moveChunk(const Film& film, const float* m, float fillValue, int row, int start,
                          int count, float* out) {
  const int height = film.height, width = film.width, channels = film.channels;
  float xs[kChunk], ys[kChunk], ks[kChunk];
  for (int i = 0; i < count; i++) {
    const float column = start + i;
    ks[i] = m[6] * column + m[7] * row + 1.0f;
    xs[i] = (m[0] * column + m[1] * row + m[2]) / ks[i];
    ys[i] = (m[3] * column + m[4] * row + m[5]) / ks[i];
  }
  if (fill != Fill::kConstant) {
    for (int i = 0; i < count; i++) xs[i] = mapped<fill>(xs[i], width);
    for (int i = 0; i < count; i++) ys[i] = mapped<fill>(ys[i], height);
  }
  Neighbours n;
  int x0s[kChunk], y0s[kChunk];
  for (int i = 0; i < count; i++) {
    float x0 = floored(xs[i]), y0 = floored(ys[i]);
    if (fill != Fill::kConstant) {  // On the last pixel: the one before, with no weight.
      x0 = x0 > width - 2 ? width - 2 : x0;
      y0 = y0 > height - 2 ? height - 2 : y0;
    }
    n.left[i] = x0 + 1 - xs[i];
    n.right[i] = xs[i] - x0;
    n.up[i] = y0 + 1 - ys[i];
    n.down[i] = ys[i] - y0;
    x0s[i] = static_cast<int>(x0);
    y0s[i] = static_cast<int>(y0);
  }
  bool isApart = width < 2 || height < 2;  // Whether a neighbour lies outside of the film.
  if (fill == Fill::kConstant) {
    int outside = isApart;
    for (int i = 0; i < count; i++) {
      outside |= (x0s[i] < 0) | (x0s[i] > width - 2) | (y0s[i] < 0) | (y0s[i] > height - 2);
    }
    isApart = outside;
  }
  for (int channel = 0; channel < channels; channel++) {
    const float* const from = film.pixels + channel;
    if (isApart) {
      const auto read = [&](int y, int x) {
        const bool isInside = y >= 0 && y < height && x >= 0 && x < width;
        return isInside ? from[(y * width + x) * channels] : fillValue;
      };
      for (int i = 0; i < count; i++) {
        n.upper[2 * i] = read(y0s[i], x0s[i]);
        n.upper[2 * i + 1] = read(y0s[i], x0s[i] + 1);
        n.lower[2 * i] = read(y0s[i] + 1, x0s[i]);
        n.lower[2 * i + 1] = read(y0s[i] + 1, x0s[i] + 1);
      }
    } else if (channels == 1) {
      for (int i = 0; i < count; i++) {
        const float* const corner = from + y0s[i] * width + x0s[i];
        std::memcpy(n.upper + 2 * i, corner, 2 * sizeof(float));
        std::memcpy(n.lower + 2 * i, corner + width, 2 * sizeof(float));
      }
    } else {
      for (int i = 0; i < count; i++) {
        const float* const corner = from + (y0s[i] * width + x0s[i]) * channels;
        n.upper[2 * i] = corner[0];
        n.upper[2 * i + 1] = corner[channels];
        n.lower[2 * i] = corner[width * channels];
        n.lower[2 * i + 1] = corner[(width + 1) * channels];
      }
    }
    for (int i = 0; i < count; i++) {
      const float upper = n.left[i] * n.upper[2 * i] + n.right[i] * n.upper[2 * i + 1];
      const float lower = n.left[i] * n.lower[2 * i] + n.right[i] * n.lower[2 * i + 1];
      const float moved = n.up[i] * upper + n.down[i] * lower;
      out[i * channels + channel] = ks[i] != 0 ? moved : fillValue;
    }
  }
}

template <Fill fill>
void moveRow(const Film& film, const float* matrix, float fillValue, int row, float* out) {
  for (int start = 0; start < film.width; start += kChunk) {
    const int count = std::min(kChunk, film.width - start);
    moveChunk<fill>(film, matrix, fillValue, row, start, count, out + start * film.channels);
  }
}

using MoveRow = void (*)(const Film&, const float*, float, int, float*);

class TransformImages {
 public:
  static constexpr const char* NAME = "CxrTransformImages";
  static constexpr const char* SIGNATURE[] = {
      "in images: float", "in transforms: float", "out moved: float",
      "attr fill_mode: {'NEAREST', 'REFLECT', 'WRAP', 'CONSTANT'}", "attr fill_value: float = 0",
      nullptr};

  explicit TransformImages(TF_OpKernelConstruction* construction)
      : fillValue_(floatAttribute(construction, "fill_value")) {
    Status status;
    char mode[16] = {};
    TF_OpKernelConstruction_GetAttrString(construction, "fill_mode", mode, sizeof mode - 1,
                                          status.status);
    status.check();
    moveRow_ = !std::strcmp(mode, "NEAREST")   ? moveRow<Fill::kNearest>
               : !std::strcmp(mode, "REFLECT") ? moveRow<Fill::kReflect>
               : !std::strcmp(mode, "WRAP")    ? moveRow<Fill::kWrap>
                                               : moveRow<Fill::kConstant>;
  }

  void compute(TF_OpKernelContext* context) const {
    const Tensor images = input(context, 0), transforms = input(context, 1);
    if (images.rank() != 4) throw std::runtime_error("images must have four dimensions");
    const int64_t batch = images.dim(0), height = images.dim(1), width = images.dim(2);
    const int64_t channels = images.dim(3), size = height * width * channels;
    if (size > INT32_MAX) throw std::runtime_error("a film has at most 2,147,483,647 values");
    if (transforms.size() != 8 * batch) {
      throw std::runtime_error("expected eight numbers a film in transforms");
    }
    const Tensor moved = outputLike(context, images);
    if (images.size() == 0) return;
    const float* const from = images.data<float>();
    const float* const matrices = transforms.data<float>();
    float* const to = moved.data<float>();
    parallelFor(batch * height, 1 + 65536 / (width * channels), [&](int64_t first, int64_t end) {
      for (int64_t line = first; line < end; line++) {
        const int64_t film = line / height;
        const Film source = {from + film * size, int(height), int(width), int(channels)};
        moveRow_(source, matrices + 8 * film, fillValue_, line % height, to + line * width * channels);
      }
    });
  }

 private:
  const float fillValue_;
  MoveRow moveRow_ = nullptr;
};

[[maybe_unused]] const bool registered = registerOp<TransformImages>();

}  // namespace
}  // namespace cxr
