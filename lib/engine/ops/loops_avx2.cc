// The loops of convolutions with AVX2 and FMA.

#include <algorithm>

#include "convolution_loops.h"

#if defined(__x86_64__)
#include <immintrin.h>

CXR_BEGIN_AVX2
namespace cxr::avx2 {
namespace {

using Vec = __m256;
constexpr int kLanes = 8, kRows = 6, kGradientRows = 4;

CXR_INLINE Vec load(const float* from) { return _mm256_loadu_ps(from); }
CXR_INLINE void store(float* to, Vec value) { _mm256_storeu_ps(to, value); }
CXR_INLINE Vec all(float value) { return _mm256_set1_ps(value); }
CXR_INLINE Vec multiplyAdd(Vec a, Vec b, Vec c) { return _mm256_fmadd_ps(a, b, c); }
CXR_INLINE Vec atLeastZero(Vec value) { return _mm256_max_ps(_mm256_setzero_ps(), value); }

/** Reads the four pixels of each window that was pooled: its value where its place is, else 0. */
CXR_INLINE void readWindow(const float* from, const uint8_t* places, Vec* pixels) {
  const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(places));
  const __m256i where = _mm256_cvtepu8_epi32(bytes);
  const Vec value = load(from);
  for (int place = 0; place < 4; place++) {
    const __m256i isHere = _mm256_cmpeq_epi32(where, _mm256_set1_epi32(place));
    pixels[place] = _mm256_and_ps(_mm256_castsi256_ps(isHere), value);
  }
}

/** The greatest of a window's values, with bias and perhaps ReLU; writes where it was. */
CXR_INLINE Vec greatest(Vec a, Vec b, Vec c, Vec d, Vec bias, bool relu, uint8_t* places) {
  const Vec values[] = {b, c, d};
  __m256i where = _mm256_setzero_si256();
  for (int place = 1; place < 4; place++) {
    const Vec isGreater = _mm256_cmp_ps(values[place - 1], a, _CMP_GT_OQ);
    a = _mm256_blendv_ps(a, values[place - 1], isGreater);
    where = _mm256_blendv_epi8(where, _mm256_set1_epi32(place), _mm256_castps_si256(isGreater));
  }
  a = a + bias;
  if (relu) {
    const Vec isZero = _mm256_cmp_ps(a, all(0), _CMP_NGT_UQ);
    where = _mm256_blendv_epi8(where, _mm256_set1_epi32(kNowhere), _mm256_castps_si256(isZero));
    a = atLeastZero(a);
  }
  const __m128i low = _mm256_castsi256_si128(where), high = _mm256_extracti128_si256(where, 1);
  const __m128i words = _mm_packs_epi32(low, high);
  _mm_storel_epi64(reinterpret_cast<__m128i*>(places), _mm_packus_epi16(words, words));
  return a;
}

}  // namespace

#include "loops.h"

}  // namespace cxr::avx2
CXR_END_VECTORS
#endif
