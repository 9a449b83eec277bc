// Filters on their way into the transformed state, and their gradients on the way back.
//
// Included once for each kind of vectors.

/** Transforms the filters of blocks [first, end), as they are or turned by 180°. */
template <int taps, bool areTurned>
void transformFilters(const Convolution& conv, const float* filters, int64_t first, int64_t end,
                      float* out) {
  const int64_t channels = conv.channels;
  for (int64_t filter = first * kBlock; filter < end * kBlock; filter += kLanes) {
    for (int64_t channel = 0; channel < channels; channel++) {
      Vec d[kPlaces];
      for (int tap = 0; tap < taps * taps; tap++) {
        Vec& value = d[tap / taps * kSide + tap % taps];
        if (areTurned) {  // They lie as [taps][taps][filters][channels].
          const float* const from =
              filters + ((taps * taps - 1 - tap) * conv.filters + filter) * channels + channel;
          float values[kLanes];
          for (int lane = 0; lane < kLanes; lane++) values[lane] = from[lane * channels];
          value = load(values);
        } else {
          value = load(filters + (tap * channels + channel) * conv.filters + filter);
        }
      }
      transformTile<OfFilter<taps>>(d, taps, kSide);
      writePlaces(d, out + inBlocks(filter, channels) + channel * kBlock, channels * conv.filters);
    }
  }
}

/** Transforms sums for a block of channels back into the gradient of the filters. */
template <int taps>
void filterGradient(const Convolution& conv, const float* sums, int64_t block, float* dFilters) {
  const int64_t channels = conv.channels, filters = conv.filters;
  for (int64_t channel = block * kBlock; channel < (block + 1) * kBlock; channel++) {
    for (int64_t filter = 0; filter < filters; filter += kLanes) {
      Vec d[kPlaces];
      const int64_t first = block * kBlock * filters + channel % kBlock * kBlock;
      readPlaces(sums + first + inBlocks(filter, kBlock), channels * filters, d);
      transformTile<ToFilter<taps>>(d, kSide, taps);
      for (int tap = 0; tap < taps * taps; tap++) {
        store(dFilters + (tap * channels + channel) * filters + filter,
              d[tap / taps * kSide + tap % taps]);
      }
    }
  }
}
