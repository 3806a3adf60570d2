package io.lethe.evaluation.experiment;

/**
 * What names a cell of the grid.
 *
 * @param forget kind of the forget set; a sequence with its number of requests: {@code sequence-10}
 */
public record CellKey(String data, String model, String forget, long seed, String method) {

  @Override
  public String toString() {
    return "%s, %s, %s, seed %d, %s".formatted(data, model, forget, seed, method);
  }
}
