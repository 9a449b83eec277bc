// Work shared between processors.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <system_error>
#include <thread>
#include <vector>

namespace cxr {

/** As many threads as TensorFlow takes within an op: its variable, else one a processor. */
inline int64_t numThreads() {
  const char* set = std::getenv("TF_NUM_INTRAOP_THREADS");
  const int64_t wanted = set ? std::atoll(set) : 0;
  return wanted > 0 ? wanted : std::max(1u, std::thread::hardware_concurrency());
}

/**
 * Calls `work(from, to)` so that the calls cover [0, n), each on a thread of its own.
 *
 * A thread costs tens of microseconds: `least` is the least number of items worth one.
 */
template <typename Work> void parallelFor(int64_t n, int64_t least, const Work& work) {
  const int64_t parts = std::clamp<int64_t>(n / std::max<int64_t>(1, least), 1, numThreads());
  std::vector<std::thread> threads;
  int64_t from = 0;
  for (int64_t part = 1; part < parts; part++) {
    const int64_t to = n * part / parts;
    try {
      threads.emplace_back([&work, from, to] { work(from, to); });
    } catch (const std::system_error&) {
      break;  // The system has no thread left; this one does the rest.
    }
    from = to;
  }
  work(from, n);
  for (std::thread& thread : threads) thread.join();
}

/** Work on `units` cut into slices, one a thread: the same slices whenever as many threads work. */
struct Slices {
  explicit Slices(int64_t units)
      : units(units), count(std::clamp<int64_t>(units, 1, numThreads())) {}

  /** Calls `work(slice, first, end)` for each slice. */
  template <typename Work> void forEach(const Work& work) const {
    parallelFor(count, 1, [&](int64_t from, int64_t to) {
      for (int64_t slice = from; slice < to; slice++) {
        work(slice, units * slice / count, units * (slice + 1) / count);
      }
    });
  }

  /** Adds the sums of all slices, `size` values each, to those of the first. */
  void join(float* sums, int64_t size) const {
    parallelFor(size, 65536, [&](int64_t first, int64_t end) {
      for (int64_t slice = 1; slice < count; slice++) {
        for (int64_t i = first; i < end; i++) sums[i] += sums[slice * size + i];
      }
    });
  }

  const int64_t units, count;
};

}  // namespace cxr
