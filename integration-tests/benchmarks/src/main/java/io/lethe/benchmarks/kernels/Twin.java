package io.lethe.benchmarks.kernels;

import io.lethe.kernels.Kernels;

/** Which implementation a benchmark runs on. */
public enum Twin {
  /** Plain loops. */
  SCALAR,
  /** The Vector API. */
  VECTOR;

  Kernels kernels() {
    return switch (this) {
      case SCALAR -> Kernels.scalar();
      case VECTOR -> Kernels.fastest();
    };
  }
}
