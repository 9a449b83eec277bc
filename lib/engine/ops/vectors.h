// Loops that are compiled twice or more: for any processor, and for those with wider vectors.
#pragma once

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include <cstdlib>
#include <cstring>

/** A function that is compiled again inside each of its callers, with their instructions. */
#define CXR_INLINE inline __attribute__((always_inline))

// Functions between CXR_BEGIN_AVX512, or CXR_BEGIN_AVX2, and CXR_END_VECTORS may use those.
#define CXR_PRAGMA(text) _Pragma(#text)
#if !defined(__x86_64__)
#define CXR_BEGIN_AVX512
#define CXR_END_VECTORS
#elif defined(__clang__)
#define CXR_BEGIN_VECTORS(attributes) \
  CXR_PRAGMA(clang attribute push(__attribute__(attributes), apply_to = function))
#define CXR_END_VECTORS CXR_PRAGMA(clang attribute pop)
#define CXR_BEGIN_AVX512 \
  CXR_BEGIN_VECTORS((target("avx512f,avx512dq,avx512vl"), min_vector_width(512)))
#define CXR_BEGIN_AVX2 CXR_BEGIN_VECTORS((target("avx2,fma")))
#else
#define CXR_BEGIN_VECTORS(names) CXR_PRAGMA(GCC push_options) CXR_PRAGMA(GCC target(names))
#define CXR_END_VECTORS CXR_PRAGMA(GCC pop_options)
#define CXR_BEGIN_AVX512 CXR_BEGIN_VECTORS("avx512f,avx512dq,avx512vl,prefer-vector-width=512")
#define CXR_BEGIN_AVX2 CXR_BEGIN_VECTORS("avx2,fma")
#endif

namespace cxr {

/** Vectors of a processor that loops are compiled for. */
enum class Vectors { kOther, kAvx2, kAvx512 };

/**
 * The widest vectors that this processor, and its system, can compute with.
 *
 * (`__builtin_cpu_supports` asks for a part of the compiler that zig's does not bring.)
 */
inline Vectors widestVectors() {
#if defined(__x86_64__)
  unsigned a, b, c, d, low, high;
  const unsigned needed = bit_OSXSAVE | bit_FMA;
  if (!__get_cpuid(1, &a, &b, &c, &d) || (c & needed) != needed) return Vectors::kOther;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  // Registers that the system keeps: SSE's and AVX's; and all of AVX-512's.
  const unsigned kept = 0x6, keptWide = 0xE6;
  const unsigned wide = bit_AVX512F | bit_AVX512DQ | bit_AVX512VL;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return Vectors::kOther;
  if ((low & keptWide) == keptWide && (b & wide) == wide) return Vectors::kAvx512;
  if ((low & kept) == kept && (b & bit_AVX2)) return Vectors::kAvx2;
#endif
  return Vectors::kOther;
}

/** The same, but no wider than `CXR_VECTORS` says, for comparisons: `none`, or `avx2`. */
inline Vectors vectors() {
  const char* limit = std::getenv("CXR_VECTORS");
  if (limit && !std::strcmp(limit, "none")) return Vectors::kOther;
  const Vectors found = widestVectors();
  const bool isLimited = limit && !std::strcmp(limit, "avx2") && found == Vectors::kAvx512;
  return isLimited ? Vectors::kAvx2 : found;
}

}  // namespace cxr
