package io.lethe.plugins.lightgcn;

import io.lethe.kernels.Workers;
import java.util.function.IntConsumer;

/** Runs independent chunks of work, on whatever threads there are; returns when all have run. */
@FunctionalInterface
interface Phases {

  /** Runs {@code work} once for each of {@code 0 .. chunks - 1}. */
  void run(int chunks, IntConsumer work);

  /** On threads that are asked for anew in each phase. */
  static Phases on(Workers workers) {
    return (chunks, work) -> workers.run(chunks, 1, (from, to) -> {
      for (int chunk = from; chunk < to; chunk++) {
        work.accept(chunk);
      }
    });
  }
}
