package io.lethe.engine.erasure;

/**
 * How much a request named when it was accepted.
 *
 * @param interactions of the model's that it named; 0 if it applies an earlier erasure again
 * @param ofModel how many the model had then; 0 if that is unknown
 */
public record Extent(long interactions, long ofModel) {

  /** Of what is not counted. */
  public static final Extent UNCOUNTED = new Extent(0, 0);

  public Extent {
    if (interactions < 0 || ofModel < 0) {
      throw new IllegalArgumentException(
          "%d of %d interactions; 0 or more".formatted(interactions, ofModel));
    }
  }
}
