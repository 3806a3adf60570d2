package io.lethe.evaluation.strategy;

import io.lethe.spi.RecommenderModel;
import java.util.Map;

/**
 * SISA (Bourtoule et al., IEEE S and P 2021): interactions are dealt out to shards by a hash, every
 * shard has a model of its own, and their probabilities are averaged. Forgetting trains the touched
 * shards again, so nothing of what was forgotten is left.
 *
 * @param options of the shards
 */
record Sisa(String name, ShardOptions options) implements Strategy {

  @Override
  public Forgetful prepare(Setting setting) {
    int shards = options.shards();
    int[] shardOf = Shards.byHash(setting.training(), shards, setting.config().seed());
    return new Sharded(Shards.train(setting, options.config(setting), shardOf, shards));
  }

  private record Sharded(Shards shards) implements Forgetful {

    @Override
    public RecommenderModel model() {
      return MeanModel.of(shards.models());
    }

    @Override
    public Step forget(ForgetRequest request) {
      Shards next = shards.without(request.positions());
      return new Step(
          new Sharded(next),
          Map.of("shards-trained", (double) next.work().trained(), "epochs", next.work().epochs()));
    }
  }
}
