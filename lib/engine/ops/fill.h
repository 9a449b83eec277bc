// How pixels beyond a film's edge are filled, as TensorFlow's ImageProjectiveTransformV3 does it.
#pragma once

#include <cstdint>

namespace cxr {

enum class Fill { kNearest, kReflect, kWrap, kConstant };

/** Brings a coordinate into [0, length - 1]; with `kConstant` it stays where it is. */
template <Fill fill> inline float mapped(float coordinate, int length) {
  if (fill == Fill::kConstant) return coordinate;
  const float last = length - 1;
  if (fill == Fill::kReflect) {  // dcba|abcd|dcba
    const int64_t twice = 2 * int64_t{length};
    if (coordinate < 0) {
      coordinate = twice * static_cast<int64_t>(-coordinate / twice) + coordinate;
      coordinate = coordinate < -length ? coordinate + twice : -coordinate - 1;
    } else if (coordinate > last) {
      coordinate -= twice * static_cast<int64_t>(coordinate / twice);
      if (coordinate >= length) coordinate = twice - coordinate - 1;
    }
  }
  if (fill == Fill::kWrap && length > 1) {  // abcd|abcd|abcd
    const int64_t step = length - 1;
    if (coordinate < 0) {
      coordinate += length * (static_cast<int64_t>(-coordinate / step) + 1);
    } else if (coordinate > last) {
      coordinate -= length * static_cast<int64_t>(coordinate / step);
    }
  }
  coordinate = coordinate > 0 ? coordinate : 0;  // What is no number becomes 0, too.
  return coordinate < last ? coordinate : last;
}

}  // namespace cxr
