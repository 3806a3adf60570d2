package io.lethe.engine.data;

import java.util.Map;

/**
 * What a version's last full training was made from; enough to train again, coupled.
 *
 * @param seed of all randomness in training
 * @param options every training option as it was used
 * @param logEnd the version knows interactions with log sequence numbers below this
 * @param validationShare share of the interactions held out, 0 to below 1
 * @param splitSeed of the hash that holds them out
 */
public record TrainingFacts(
    long seed, Map<String, String> options, long logEnd, double validationShare, long splitSeed) {

  public TrainingFacts {
    options = Map.copyOf(options);
    if (logEnd < 0 || !(validationShare >= 0 && validationShare < 1)) {
      throw new IllegalArgumentException(
          "log end %d, validation share %s (0 to below 1)".formatted(logEnd, validationShare));
    }
  }

  /** The same from more of the log. */
  public TrainingFacts upTo(long end) {
    return new TrainingFacts(seed, options, end, validationShare, splitSeed);
  }
}
