package io.lethe.evaluation.strategy;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.Workers;
import io.lethe.spi.RecommenderModel;
import java.util.List;
import java.util.Map;

/**
 * Shards behind an attention aggregator (RecEraser, Chen et al., WWW 2022), which is trained on all
 * retained interactions. Forgetting trains the touched shards again, then the aggregator.
 *
 * @param options of the shards
 * @param balanced the interaction-based balanced partition, computed from the original's
 *     embeddings; else by hash, which is what IFRU's authors ran as SISA
 */
record RecEraser(
    String name, ShardOptions options, boolean balanced, Kernels kernels) implements Strategy {

  @Override
  public Forgetful prepare(Setting setting) {
    long seed = setting.config().seed();
    int shards = options.shards();
    int[] shardOf = balanced
        ? BalancedPartition.of(
            setting.training(), ShardEmbeddings.of(List.of(setting.original().model())), shards,
            seed)
        : Shards.byHash(setting.training(), shards, seed);
    ValidationAuc validation = ValidationAuc.of(setting.validation(), setting.threshold());
    return aggregated(Shards.train(setting, options.config(setting), shardOf, shards), validation)
        .next();
  }

  private Forgetful.Step aggregated(Shards parts, ValidationAuc validation) {
    Setting setting = parts.setting();
    Workers workers = new Workers(setting.context().executor(), setting.context().parallelism());
    ShardEmbeddings inputs = ShardEmbeddings.of(parts.models());
    AttentionTrainer.Trained trained = new AttentionTrainer(
        kernels, workers, inputs, setting.config().seed())
        .train(parts.interactions(), setting.threshold(), validation);
    return new Forgetful.Step(
        new Aggregated(this, parts, validation, trained.model()),
        Map.of(
            "shards-trained", (double) parts.work().trained(), "epochs", parts.work().epochs(),
            "aggregator-epochs", (double) trained.epochs()));
  }

  private record Aggregated(
      RecEraser strategy, Shards shards, ValidationAuc validation,
      RecommenderModel model) implements Forgetful {

    @Override
    public Step forget(ForgetRequest request) {
      return strategy.aggregated(shards.without(request.positions()), validation);
    }
  }
}
