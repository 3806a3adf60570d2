package io.lethe.evaluation.experiment;

/** Watches the heap during some work. */
@FunctionalInterface
public interface MemoryMeter {

  /** Runs the work; returns the most heap in use meanwhile above what was in use before, in bytes. */
  long peakBytes(Runnable work);
}
