// The loops behind `WinogradLoops`, for one kind of vectors.
//
// Included once for each kind; `kRows` and `kGradientRows` tell how many sums of 16 values its
// registers hold.

/** Vectors that a block of 16 takes. */
constexpr int kParts = kBlock / kLanes;

/** A few rows of 16 sums each, kept in registers. */
template <int rows> struct Sums {
  Vec sum[rows][kParts];

  CXR_INLINE Sums() {
#pragma GCC unroll 24
    for (int row = 0; row < rows; row++) {
      for (int part = 0; part < kParts; part++) sum[row][part] = all(0);
    }
  }

  /** Adds the products of a column, whose values lie `apart`, and a row of 16. */
  template <int apart> CXR_INLINE void add(const float* column, const float* row16) {
    Vec values[kParts];
    for (int part = 0; part < kParts; part++) values[part] = load(row16 + part * kLanes);
#pragma GCC unroll 24
    for (int row = 0; row < rows; row++) {
      const Vec factor = all(column[row * apart]);
      for (int part = 0; part < kParts; part++) {
        sum[row][part] = multiplyAdd(factor, values[part], sum[row][part]);
      }
    }
  }

  template <bool isMore> CXR_INLINE void write(float* to) const {
#pragma GCC unroll 24
    for (int row = 0; row < rows; row++) {
      for (int part = 0; part < kParts; part++) {
        float* const at = to + row * kBlock + part * kLanes;
        store(at, isMore ? load(at) + sum[row][part] : sum[row][part]);
      }
    }
  }
};

/** Sums over the channels: transformed tiles times transformed filters, at each place. */
inline void multiplyByFilters(const Convolution& conv, const float* tiles, const float* filters,
                              float* out) {
  const int64_t channels = conv.channels;
  for (int place = 0; place < kPlaces; place++) {
    const float* filter = filters + place * placeSize(channels * conv.filters);
    float* to = out + place * placeSize(kTiles * conv.filters);
    for (int64_t i = 0; i < conv.filters; i += kBlock) {
      for (int row = 0; row < kTiles; row += kRows) {
        const float* tile = tiles + place * placeSize(kTiles * channels) + row * kBlock;
        const float* factors = filter;
        Sums<kRows> sums;
        for (int64_t block = 0; block < channels; block += kBlock) {
          for (int channel = 0; channel < kBlock; channel++) {
            sums.add<kBlock>(tile + channel, factors);
            factors += kBlock;
          }
          tile += kTiles * kBlock;
        }
        sums.write<false>(to + row * kBlock);
      }
      filter += channels * kBlock;
      to += kTiles * kBlock;
    }
  }
}

/** Sums over the tiles: transformed tiles times transformed gradients, added to `out`. */
inline void multiplyByGradients(const Convolution& conv, const float* tiles,
                                const float* gradients, float* out) {
  const int64_t channels = conv.channels, filters = conv.filters;
  for (int place = 0; place < kPlaces; place++) {
    float* to = out + place * placeSize(channels * filters);
    for (int64_t i = 0; i < channels; i += kBlock) {
      const float* const tile = tiles + place * placeSize(kTiles * channels) + i * kTiles;
      for (int64_t j = 0; j < filters; j += kBlock) {
        const float* const gradient = gradients + place * placeSize(kTiles * filters) + j * kTiles;
        for (int row = 0; row < kBlock; row += kGradientRows) {
          Sums<kGradientRows> sums;
          for (int t = 0; t < kTiles; t++) {
            sums.add<1>(tile + t * kBlock + row, gradient + t * kBlock);
          }
          sums.write<true>(to + row * kBlock);
        }
        to += kBlock * kBlock;
      }
    }
  }
}

/** Where tiles do not fill the space for them, what is left of it counts nothing. */
inline void clearUnused(const Convolution& conv, TileRange tiles, float* space) {
  if (tiles.end - tiles.first < kTiles) std::fill_n(space, conv.tileSpace(), 0.0f);
}

template <int taps>
void convolve(const Convolution& conv, TileRange tiles, const Films& x, const float* filters,
              float* space, const Output& y) {
  float* const products = space + kPlaces * placeSize(kTiles * conv.channels);
  clearUnused(conv, tiles, space);
  const auto transform = !x.places         ? transformInput<Kind::kWhole>
                         : conv.padding % 2 ? transformInput<Kind::kPooledOdd>
                                            : transformInput<Kind::kPooled>;
  transform(conv, tiles, x, space);
  multiplyByFilters(conv, space, filters, products);
  (y.places ? transformOutput<taps, true> : transformOutput<taps, false>)(conv, tiles, products, y);
}

template <int taps>
void addGradients(const Convolution& conv, TileRange tiles, const Films& x, const Films& dy,
                  float* space, float* sums, float* dBias) {
  float* const gradients = space + kPlaces * placeSize(kTiles * conv.channels);
  clearUnused(conv, tiles, space);
  transformInput<Kind::kWhole>(conv, tiles, x, space);
  const auto transform = dy.places ? transformGradient<taps, Kind::kPooled>
                                   : transformGradient<taps, Kind::kWhole>;
  transform(conv, tiles, dy, gradients, dBias);
  multiplyByGradients(conv, space, gradients, sums);
}

template <int taps>
constexpr WinogradLoops kWinogradLoops = {transformFilters<taps, false>,
                                          transformFilters<taps, true>, convolve<taps>,
                                          addGradients<taps>, filterGradient<taps>};
