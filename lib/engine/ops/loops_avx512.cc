// The loops of convolutions with AVX-512.

#include <algorithm>

#include "convolution_loops.h"

#if defined(__x86_64__)
#include <immintrin.h>

CXR_BEGIN_AVX512
namespace cxr::avx512 {
namespace {

using Vec = __m512;
constexpr int kLanes = 16, kRows = 24, kGradientRows = 16;

CXR_INLINE Vec load(const float* from) { return _mm512_loadu_ps(from); }
CXR_INLINE void store(float* to, Vec value) { _mm512_storeu_ps(to, value); }
CXR_INLINE Vec all(float value) { return _mm512_set1_ps(value); }
CXR_INLINE Vec multiplyAdd(Vec a, Vec b, Vec c) { return _mm512_fmadd_ps(a, b, c); }
CXR_INLINE Vec atLeastZero(Vec value) { return _mm512_max_ps(_mm512_setzero_ps(), value); }

/** Reads the four pixels of each window that was pooled: its value where its place is, else 0. */
CXR_INLINE void readWindow(const float* from, const uint8_t* places, Vec* pixels) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(places));
  const __m512i where = _mm512_cvtepu8_epi32(bytes);
  const Vec value = load(from);
  for (int place = 0; place < 4; place++) {
    pixels[place] =
        _mm512_maskz_mov_ps(_mm512_cmpeq_epi32_mask(where, _mm512_set1_epi32(place)), value);
  }
}

/** The greatest of a window's values, with bias and perhaps ReLU; writes where it was. */
CXR_INLINE Vec greatest(Vec a, Vec b, Vec c, Vec d, Vec bias, bool relu, uint8_t* places) {
  const Vec values[] = {b, c, d};
  __m512i where = _mm512_setzero_si512();
  for (int place = 1; place < 4; place++) {
    const __mmask16 isGreater = _mm512_cmp_ps_mask(values[place - 1], a, _CMP_GT_OQ);
    a = _mm512_mask_blend_ps(isGreater, a, values[place - 1]);
    where = _mm512_mask_blend_epi32(isGreater, where, _mm512_set1_epi32(place));
  }
  a = a + bias;
  if (relu) {
    const __mmask16 isZero = _mm512_cmp_ps_mask(a, all(0), _CMP_NGT_UQ);
    where = _mm512_mask_blend_epi32(isZero, where, _mm512_set1_epi32(kNowhere));
    a = atLeastZero(a);
  }
  _mm_storeu_si128(reinterpret_cast<__m128i*>(places), _mm512_cvtepi32_epi8(where));
  return a;
}

}  // namespace

#include "loops.h"

}  // namespace cxr::avx512
CXR_END_VECTORS
#endif
