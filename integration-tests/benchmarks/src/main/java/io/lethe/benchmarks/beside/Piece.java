package io.lethe.benchmarks.beside;

import java.io.IOException;
import java.util.Map;

/**
 * One thing that is measured in turn with others.
 *
 * @param name of what is measured, for the log and to find its figures
 * @param measurement figures by name, taken anew each time; leaves nothing running
 */
record Piece(String name, Measurement measurement) {

  /** Takes figures. */
  @FunctionalInterface
  interface Measurement {
    Map<String, Double> take() throws IOException, InterruptedException;
  }
}
