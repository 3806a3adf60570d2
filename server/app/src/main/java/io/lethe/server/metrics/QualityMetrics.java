package io.lethe.server.metrics;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.publish.VersionMetrics;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Interactions;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** How well the active versions rank, and how old what they learned is. Thread-safe. */
final class QualityMetrics {

  private static final double MILLIS_PER_SECOND = 1e3;

  private final ModelRegistry registry;
  /** Of the version that was looked through last. */
  private final Map<ModelName, Newest> newest = new ConcurrentHashMap<>();

  /**
   * The newest interaction of a version. Holds nothing of the version: what a retired one held is to go.
   *
   * @param millis since 1970; 0 where no time is known
   */
  private record Newest(VersionId version, long millis) {

    /** O(interactions). */
    static Newest of(ModelVersion version) {
      InteractionView view = version.content().data().live();
      Interactions all = view.all();
      long latest = Interactions.UNKNOWN_TIME;
      for (int position : view.positions()) {
        latest = Math.max(latest, all.time(position));
      }
      return new Newest(version.id(), latest);
    }
  }

  QualityMetrics(ModelRegistry registry) {
    this.registry = registry;
  }

  void register(Meter meter) {
    var _ = meter.gaugeBuilder("lethe.model.ndcg")
        .setDescription(
            "NDCG@10 of the active version on held-out interactions; no sample where it was not measured")
        .buildWithCallback(
            to -> serving(
                (model, version) -> VersionMetrics.ndcg(version.manifest())
                    .ifPresent(ndcg -> to.record(ndcg, model))));
    var _ = meter.gaugeBuilder("lethe.model.made.time")
        .setUnit("s")
        .setDescription("When the active version was made, seconds since 1970")
        .buildWithCallback(
            to -> serving(
                (model, version) -> to.record(
                    version.manifest().createTime().toEpochMilli() / MILLIS_PER_SECOND, model)));
    var _ = meter.gaugeBuilder("lethe.model.newest.interaction.time")
        .setUnit("s")
        .setDescription(
            "Time of the newest interaction that the active version was trained on, seconds since 1970;"
                + " no sample where no time is known")
        .buildWithCallback(to -> serving((model, version) -> {
          long millis = newest(version);
          if (millis != Interactions.UNKNOWN_TIME) {
            to.record(millis / MILLIS_PER_SECOND, model);
          }
        }));
  }

  private long newest(ModelVersion version) {
    return newest.compute(
        version.id().model(),
        (same, known) -> known != null && known.version().equals(version.id())
            ? known
            : Newest.of(version))
        .millis();
  }

  private void serving(BiConsumer<Attributes, ModelVersion> each) {
    for (ModelName model : registry.models().keySet()) {
      registry.active(model)
          .ifPresent(
              version -> each.accept(Attributes.of(ErasureMetrics.MODEL, model.value()), version));
    }
  }
}
