// CxrDropout: values dropped at random and the others scaled up, in one pass without a mask.
//
// The numbers are those of TensorFlow's StatelessRandomUniform for the same seed, so that both ways
// drop the same values. With the same seed the op is its own gradient.
//
// Philox 4x32-10: Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011.

#include <cmath>

#include "op.h"
#include "parallel.h"
#include "vectors.h"

namespace cxr {
namespace {

/** Groups of four random numbers that are computed at a time. */
constexpr int kGroups = 64;

/** Where a stream of random numbers stands: a key, and the upper half of the counter. */
struct Stream {
  uint32_t key[2], upper[2];
};

/** Philox's ten rounds, in place, on the counters `c[0..3][group]`. */
CXR_INLINE void philox(uint32_t (&c)[4][kGroups], uint32_t key0, uint32_t key1) {
  for (int round = 0; round < 10; round++) {
    for (int i = 0; i < kGroups; i++) {
      const uint64_t a = uint64_t{0xD2511F53} * c[0][i], b = uint64_t{0xCD9E8D57} * c[2][i];
      const uint32_t c1 = c[1][i], c3 = c[3][i];
      c[0][i] = static_cast<uint32_t>(b >> 32) ^ c1 ^ key0;
      c[1][i] = static_cast<uint32_t>(b);
      c[2][i] = static_cast<uint32_t>(a >> 32) ^ c3 ^ key1;
      c[3][i] = static_cast<uint32_t>(a);
    }
    key0 += 0x9E3779B9;
    key1 += 0xBB67AE85;
  }
}

/** Drops among the values of groups [first, end); a number below `limit` of 2²³ drops its value. */
CXR_INLINE void dropGroups(const float* x, float* y, int64_t first, int64_t end, int64_t size,
                           const Stream& stream, int32_t limit, float scale) {
  uint32_t c[4][kGroups];
  for (int64_t start = first; start < end; start += kGroups) {
    for (int i = 0; i < kGroups; i++) {
      const uint64_t counter = start + i;
      c[0][i] = static_cast<uint32_t>(counter);
      c[1][i] = static_cast<uint32_t>(counter >> 32);
      c[2][i] = stream.upper[0];
      c[3][i] = stream.upper[1];
    }
    philox(c, stream.key[0], stream.key[1]);
    float factors[4 * kGroups];
    for (int i = 0; i < kGroups; i++) {
      for (int j = 0; j < 4; j++) {
        const int32_t drawn = c[j][i] & 0x7FFFFF;
        factors[4 * i + j] = drawn >= limit ? scale : 0;
      }
    }
    const int64_t offset = 4 * start;
    const int64_t count = std::min(4 * std::min<int64_t>(kGroups, end - start), size - offset);
    for (int64_t i = 0; i < count; i++) y[offset + i] = x[offset + i] * factors[i];
  }
}

CXR_BEGIN_AVX512
void dropGroupsWide(const float* x, float* y, int64_t first, int64_t end, int64_t size,
                    const Stream& stream, int32_t limit, float scale) {
  dropGroups(x, y, first, end, size, stream, limit, scale);
}
CXR_END_VECTORS

void dropGroupsPlain(const float* x, float* y, int64_t first, int64_t end, int64_t size,
                     const Stream& stream, int32_t limit, float scale) {
  dropGroups(x, y, first, end, size, stream, limit, scale);
}

/** Scrambles a seed into a stream, as TensorFlow's stateless ops do. */
Stream streamOf(const int32_t* seed) {
  uint32_t c[4][kGroups] = {};
  for (int half = 0; half < 2; half++) {
    const uint64_t wide = static_cast<uint64_t>(int64_t{seed[half]});
    c[2 * half][0] = static_cast<uint32_t>(wide);
    c[2 * half + 1][0] = static_cast<uint32_t>(wide >> 32);
  }
  philox(c, 0x3EC8F720, 0x02461E29);
  return {{c[0][0], c[1][0]}, {c[2][0], c[3][0]}};
}

class Dropout {
 public:
  static constexpr const char* NAME = "CxrDropout";
  static constexpr const char* SIGNATURE[] = {"in x: float", "in seed: int32", "out y: float",
                                              "attr rate: float", "attr scale: float", nullptr};

  explicit Dropout(TF_OpKernelConstruction* construction)
      : scale_(floatAttribute(construction, "scale")) {
    const float rate = floatAttribute(construction, "rate");
    if (!(rate >= 0 && rate <= 1)) throw std::runtime_error("the rate must lie in [0, 1]");
    limit_ = static_cast<int32_t>(std::ceil(rate * 8388608.0));
  }

  void compute(TF_OpKernelContext* context) const {
    const Tensor x = input(context, 0), seed = input(context, 1);
    if (seed.size() != 2) throw std::runtime_error("expected two numbers as a seed");
    const Tensor y = outputLike(context, x);
    const Stream stream = streamOf(seed.data<int32_t>());
    const float* const from = x.data<float>();
    float* const to = y.data<float>();
    const int64_t size = x.size();
    parallelFor((size + 3) / 4, 32768, [&](int64_t first, int64_t end) {
      drop_(from, to, first, end, size, stream, limit_, scale_);
    });
  }

 private:
  const float scale_;
  int32_t limit_ = 0;
  // Asked once an op: a virtual machine takes its time over what its processor can do.
  decltype(&dropGroupsPlain) drop_ =
      vectors() == Vectors::kAvx512 ? dropGroupsWide : dropGroupsPlain;
};

[[maybe_unused]] const bool registered = registerOp<Dropout>();

}  // namespace
}  // namespace cxr
