// Loops that are compiled twice: for any processor, and for those with wide vectors.
#pragma once

#if defined(__x86_64__)
#include <cpuid.h>
#endif

/** A function that is compiled again inside each of its callers, with their instructions. */
#define CXR_INLINE inline __attribute__((always_inline))

#if defined(__x86_64__) && defined(__clang__)
#define CXR_WIDE __attribute__((target("avx512f,avx512dq,avx512vl"), min_vector_width(512)))
#elif defined(__x86_64__)
#define CXR_WIDE __attribute__((target("avx512f,avx512dq,avx512vl,prefer-vector-width=512")))
#else
#define CXR_WIDE
#endif

namespace cxr {

/**
 * Whether this processor, and its system, can run functions that are marked `CXR_WIDE`.
 *
 * (`__builtin_cpu_supports` asks for a part of the compiler that zig's does not bring.)
 */
inline bool hasWideVectors() {
#if defined(__x86_64__)
  unsigned a, b, c, d, state, high;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE)) return false;
  __asm__("xgetbv" : "=a"(state), "=d"(high) : "c"(0));
  const unsigned kept = 0xE6;  // Registers that the system keeps: SSE, AVX and all of AVX-512's.
  if ((state & kept) != kept || !__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
  const unsigned wanted = bit_AVX512F | bit_AVX512DQ | bit_AVX512VL;
  return (b & wanted) == wanted;
#else
  return false;
#endif
}

}  // namespace cxr
