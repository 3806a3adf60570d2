package io.lethe.evaluation.strategy;

import io.lethe.spi.TrainingConfig;
import java.util.HashMap;
import java.util.Map;

/**
 * How shards are made.
 *
 * @param shards number of them
 * @param epochs the most epochs of a shard, in minibatches of the original's size, as IFRU's authors
 *     run it; 0 for as many epochs and as many minibatches as the original has
 */
record ShardOptions(int shards, int epochs) {

  private static final String EPOCHS = "epochs-max";

  /** What couples a training to one on more interactions, in plugins that train by minibatches. */
  private static final String BATCHES = "batches-per-epoch";

  /** How each shard is trained. */
  TrainingConfig config(Setting setting) {
    if (epochs == 0) {
      return setting.config();
    }
    Map<String, String> options = new HashMap<>(setting.config().options());
    options.put(EPOCHS, Integer.toString(epochs));
    options.remove(BATCHES);
    return new TrainingConfig(setting.config().seed(), options);
  }
}
