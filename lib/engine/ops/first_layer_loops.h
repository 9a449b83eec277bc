// The loops behind `FirstLayerLoops`, included once for each kind of vectors.

/** Vectors of filters that are computed at a time. */
constexpr int kFirstParts = 2;

/** Where a pooled row stands: the first pixel that its windows read, and its own first pixel. */
struct PooledRow {
  const float* x;
  int64_t pixel;
};

template <int channels>
CXR_INLINE PooledRow pooledRow(const FirstLayer& layer, const float* x, int64_t line) {
  const int64_t film = line / layer.pooledHeight(), row = line % layer.pooledHeight();
  return {x + (film * layer.height + 2 * row) * layer.width * channels, line * layer.pooledWidth()};
}

template <int taps, int channels>
void convolveFirst(const FirstLayer& layer, int64_t first, int64_t end, const float* x,
                   const float* filters, const Output& y) {
  const int64_t width = layer.width * channels;
  for (int64_t line = first; line < end; line++) {
    const PooledRow row = pooledRow<channels>(layer, x, line);
    for (int64_t filter = 0; filter < layer.filters; filter += kFirstParts * kLanes) {
      for (int64_t column = 0; column < layer.pooledWidth(); column++) {
        Vec sums[4][kFirstParts];
        for (auto& sum : sums) for (Vec& part : sum) part = all(0);
        for (int i = 0; i < taps; i++) {
          const float* const from = row.x + i * width + 2 * column * channels;
          for (int j = 0; j < taps * channels; j++) {
            const float* const tap = filters + (i * taps * channels + j) * layer.filters + filter;
            for (int part = 0; part < kFirstParts; part++) {
              const Vec factor = load(tap + part * kLanes);
              sums[0][part] = multiplyAdd(all(from[j]), factor, sums[0][part]);
              sums[1][part] = multiplyAdd(all(from[j + channels]), factor, sums[1][part]);
              sums[2][part] = multiplyAdd(all(from[j + width]), factor, sums[2][part]);
              sums[3][part] = multiplyAdd(all(from[j + width + channels]), factor, sums[3][part]);
            }
          }
        }
        for (int part = 0; part < kFirstParts; part++) {
          const int64_t at = filter + part * kLanes, to = (row.pixel + column) * layer.filters + at;
          store(y.values + to, greatest(sums[0][part], sums[1][part], sums[2][part], sums[3][part],
                                        load(y.bias + at), y.relu, y.places + to));
        }
      }
    }
  }
}

/** Sums of a row are added to those of others only at its end, so that little is rounded away. */
template <int taps, int channels>
void addFirstGradients(const FirstLayer& layer, int64_t first, int64_t end, const float* x,
                       const Films& dy, float* dFilters, float* dBias) {
  constexpr int rowTaps = taps * channels;
  const int64_t width = layer.width * channels;
  for (int64_t line = first; line < end; line++) {
    const PooledRow row = pooledRow<channels>(layer, x, line);
    for (int64_t filter = 0; filter < layer.filters; filter += kLanes) {
      Vec sums[taps * rowTaps], bias = all(0);
      for (Vec& sum : sums) sum = all(0);
      for (int64_t column = 0; column < layer.pooledWidth(); column++) {
        const int64_t at = (row.pixel + column) * layer.filters + filter;
        Vec d[4];
        readWindow(dy.values + at, dy.places + at, d);
        bias = bias + (d[0] + d[1] + d[2] + d[3]);
        for (int i = 0; i < taps; i++) {
          const float* const from = row.x + i * width + 2 * column * channels;
          for (int j = 0; j < rowTaps; j++) {
            Vec sum = multiplyAdd(all(from[j]), d[0], sums[i * rowTaps + j]);
            sum = multiplyAdd(all(from[j + channels]), d[1], sum);
            sum = multiplyAdd(all(from[j + width]), d[2], sum);
            sums[i * rowTaps + j] = multiplyAdd(all(from[j + width + channels]), d[3], sum);
          }
        }
      }
      for (int tap = 0; tap < taps * rowTaps; tap++) {
        float* const to = dFilters + tap * layer.filters + filter;
        store(to, load(to) + sums[tap]);
      }
      store(dBias + filter, load(dBias + filter) + bias);
    }
  }
}

template <int taps, int channels>
constexpr FirstLayerLoops kFirstLayerLoops = {convolveFirst<taps, channels>,
                                              addFirstGradients<taps, channels>};
