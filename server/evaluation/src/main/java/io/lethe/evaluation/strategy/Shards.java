package io.lethe.evaluation.strategy;

import io.lethe.spi.EntityKeys;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The training interactions dealt out to shards, each with a model of its own. Immutable;
 * forgetting trains the shards that lose interactions again.
 */
final class Shards {

  private final Setting setting;
  private final TrainingConfig config;
  private final int[] shardOf;
  private final InteractionView interactions;
  private final List<Optional<RecommenderModel>> models;
  private final Work work;

  private Shards(
      Setting setting, TrainingConfig config, int[] shardOf, InteractionView interactions,
      List<Optional<RecommenderModel>> models, Work work) {
    this.setting = setting;
    this.config = config;
    this.shardOf = shardOf;
    this.interactions = interactions;
    this.models = List.copyOf(models);
    this.work = work;
  }

  /**
   * What the last trainings took.
   *
   * @param trained number of shards
   * @param epochs of all of them
   */
  record Work(int trained, double epochs) {}

  /**
   * Trains all shards.
   *
   * @param config of each training
   * @param shardOf per training interaction its shard, {@code 0 .. shards - 1}; taken over
   */
  static Shards train(Setting setting, TrainingConfig config, int[] shardOf, int shards) {
    List<Optional<RecommenderModel>> none = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      none.add(Optional.empty());
    }
    InteractionView all = InteractionView.of(setting.training());
    Shards untrained = new Shards(setting, config, shardOf, all, none, new Work(0, 0));
    BitSet every = new BitSet();
    every.set(0, shards);
    return untrained.trainedAgain(all, every);
  }

  /** Deals out interactions by a hash of user and item: one's shard does not depend on others. */
  static int[] byHash(Interactions interactions, int shards, long seed) {
    EntityKeys keys = interactions.keys();
    int[] shardOf = new int[interactions.size()];
    for (int k = 0; k < shardOf.length; k++) {
      long hash = mixed(
          mixed(seed ^ keys.user(interactions.user(k))) ^ keys.item(interactions.item(k)));
      shardOf[k] = (int) Math.unsignedMultiplyHigh(hash, shards);
    }
    return shardOf;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014; Stafford's variant 13). */
  private static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The shards without some interactions. */
  Shards without(int[] positions) {
    BitSet touched = new BitSet();
    for (int position : positions) {
      touched.set(shardOf[position]);
    }
    return trainedAgain(interactions.without(positions), touched);
  }

  private Shards trainedAgain(InteractionView retained, BitSet touched) {
    List<Optional<RecommenderModel>> next = new ArrayList<>(models);
    int trainings = 0;
    double epochs = 0;
    for (int shard : touched.stream().toArray()) {
      InteractionView part = part(retained, shard);
      if (part.size() == 0) {
        next.set(shard, Optional.empty());
        continue;
      }
      TrainedModel trained = Training.run(setting, part, config);
      next.set(shard, Optional.of(trained.model()));
      trainings++;
      epochs += trained.metrics().getOrDefault("epochs", 0.0);
    }
    return new Shards(setting, config, shardOf, retained, next, new Work(trainings, epochs));
  }

  private InteractionView part(InteractionView retained, int shard) {
    BitSet others = new BitSet(shardOf.length);
    others.set(0, shardOf.length);
    for (int position : retained.positions()) {
      others.set(position, shardOf[position] != shard);
    }
    return new InteractionView(retained.all(), others.stream().toArray());
  }

  Setting setting() {
    return setting;
  }

  /** What is left of the training interactions. */
  InteractionView interactions() {
    return interactions;
  }

  /** The models of the shards that have interactions. */
  List<RecommenderModel> models() {
    return models.stream().flatMap(Optional::stream).toList();
  }

  /** What the last change took. */
  Work work() {
    return work;
  }
}
