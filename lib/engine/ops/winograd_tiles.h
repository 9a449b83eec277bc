// Tiles of films on their way into the transformed state and back.
//
// Included once for each kind of vectors.

/** Where a channel lies among blocks of 16 channels that are `rows` long. */
CXR_INLINE int64_t inBlocks(int64_t channel, int64_t rows) {
  return channel / kBlock * rows * kBlock + channel % kBlock;
}

/** Where a tile begins: a film, and a row and column of what comes out. */
struct Corner {
  int64_t film, row, column;
};

CXR_INLINE Corner cornerOf(const Convolution& conv, int64_t tile) {
  const int64_t across = conv.tilesAcross(), down = conv.tilesDown(), line = tile / across;
  return {line / down, line % down * conv.step(), tile % across * conv.step()};
}

/** Reads `side` × `side` pixels, `kLanes` channels of each; zeros beyond the film's edges. */
template <int side>
CXR_INLINE void readTile(const Films& films, const Corner& at, int64_t channel, Vec* d) {
  const int64_t height = films.height, width = films.width, channels = films.channels;
  const float* const from =
      films.values + ((at.film * height + at.row) * width + at.column) * channels + channel;
  const bool isWithin = at.row >= 0 && at.column >= 0 && at.row + side <= height &&
                        at.column + side <= width;
  if (isWithin) {
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) d[kSide * i + j] = load(from + (i * width + j) * channels);
    }
    return;
  }
  for (int i = 0; i < side; i++) {
    for (int j = 0; j < side; j++) {
      const int64_t y = at.row + i, x = at.column + j;
      const bool isInside = y >= 0 && y < height && x >= 0 && x < width;
      d[kSide * i + j] = isInside ? load(from + (i * width + j) * channels) : all(0);
    }
  }
}

/** The same of gradients of a max pooling; `isOdd` where a tile begins in the midst of a window. */
template <int side, bool isOdd>
CXR_INLINE void readPooledTile(const Films& films, const Corner& at, int64_t channel, Vec* d) {
  const int64_t height = films.height / 2, width = films.width / 2;
  const int64_t top = at.row >> 1, left = at.column >> 1;
  for (int i = 0; i < side / 2 + isOdd; i++) {
    for (int j = 0; j < side / 2 + isOdd; j++) {
      const int64_t y = top + i, x = left + j;
      const bool isInside = y >= 0 && y < height && x >= 0 && x < width;
      Vec window[4] = {all(0), all(0), all(0), all(0)};
      if (isInside) {
        const int64_t pixel = ((at.film * height + y) * width + x) * films.channels + channel;
        readWindow(films.values + pixel, films.places + pixel, window);
      }
      for (int place = 0; place < 4; place++) {
        const int row = 2 * i + place / 2 - isOdd, column = 2 * j + place % 2 - isOdd;
        const bool isOfTile = row >= 0 && row < side && column >= 0 && column < side;
        if (isOfTile) d[kSide * row + column] = window[place];
      }
    }
  }
}

/** What films are read as. */
enum class Kind { kWhole, kPooled, kPooledOdd };

template <int side, Kind kind>
CXR_INLINE void read(const Films& films, const Corner& at, int64_t channel, Vec* d) {
  if (kind == Kind::kWhole) return readTile<side>(films, at, channel, d);
  readPooledTile<side, kind == Kind::kPooledOdd>(films, at, channel, d);
}

/** Writes a tile's six times six values to places that have `values` each, and reads them. */
CXR_INLINE void writePlaces(const Vec* d, float* to, int64_t values) {
  for (int place = 0; place < kPlaces; place++) store(to + place * placeSize(values), d[place]);
}
CXR_INLINE void readPlaces(const float* from, int64_t values, Vec* d) {
  for (int place = 0; place < kPlaces; place++) d[place] = load(from + place * placeSize(values));
}

/** Transforms tiles of the input into `out`. */
template <Kind kind>
void transformInput(const Convolution& conv, TileRange tiles, const Films& x, float* out) {
  for (int64_t tile = tiles.first; tile < tiles.end; tile++) {
    Corner corner = cornerOf(conv, tile);
    corner.row -= conv.padding;
    corner.column -= conv.padding;
    for (int64_t channel = 0; channel < conv.channels; channel += kLanes) {
      Vec d[kPlaces];
      read<kSide, kind>(x, corner, channel, d);
      transformTile<OfInput>(d, kSide, kSide);
      float* const to = out + inBlocks(channel, kTiles) + (tile - tiles.first) * kBlock;
      writePlaces(d, to, kTiles * conv.channels);
    }
  }
}

/** Transforms the gradients of tiles of the output into `out`, and adds them to that of the bias. */
template <int taps, Kind kind>
void transformGradient(const Convolution& conv, TileRange tiles, const Films& dy, float* out,
                       float* dBias) {
  constexpr int step = kSide + 1 - taps;
  for (int64_t filter = 0; filter < conv.filters; filter += kLanes) {
    Vec sum = all(0);
    for (int64_t tile = tiles.first; tile < tiles.end; tile++) {
      const Corner corner = cornerOf(conv, tile);
      Vec d[kPlaces];
      read<step, kind>(dy, corner, filter, d);
      for (int row = 0; row < step; row++) {
        for (int column = 0; column < step; column++) sum = sum + d[kSide * row + column];
      }
      transformTile<OfGradient<taps>>(d, step, kSide);
      float* const to = out + inBlocks(filter, kTiles) + (tile - tiles.first) * kBlock;
      writePlaces(d, to, kTiles * conv.filters);
    }
    store(dBias + filter, load(dBias + filter) + sum);
  }
}

/** Transforms sums of products back into tiles of the output. */
template <int taps, bool arePooled>
void transformOutput(const Convolution& conv, TileRange tiles, const float* sums, const Output& y) {
  constexpr int step = kSide + 1 - taps, window = arePooled ? 2 : 1;
  const int64_t height = conv.newHeight / window, width = conv.newWidth / window;
  const int64_t filters = conv.filters;
  for (int64_t tile = tiles.first; tile < tiles.end; tile++) {
    const Corner at = cornerOf(conv, tile);
    const int64_t row = at.row / window, column = at.column / window;
    const int64_t rows = std::min<int64_t>(step / window, height - row);
    const int64_t columns = std::min<int64_t>(step / window, width - column);
    const int64_t corner = ((at.film * height + row) * width + column) * filters;
    for (int64_t filter = 0; filter < filters; filter += kLanes) {
      Vec d[kPlaces];
      readPlaces(sums + inBlocks(filter, kTiles) + (tile - tiles.first) * kBlock, kTiles * filters,
                 d);
      transformTile<ToOutput<taps>>(d, kSide, step);
      const Vec bias = y.bias ? load(y.bias + filter) : all(0);
      for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < columns; j++) {
          const Vec* const from = d + window * (kSide * i + j);
          const int64_t pixel = corner + (i * width + j) * filters + filter;
          Vec value;
          if (arePooled) {
            value = greatest(from[0], from[1], from[kSide], from[kSide + 1], bias, y.relu,
                             y.places + pixel);
          } else {
            value = y.relu ? atLeastZero(from[0] + bias) : from[0] + bias;
          }
          store(y.values + pixel, value);
        }
      }
    }
  }
}
