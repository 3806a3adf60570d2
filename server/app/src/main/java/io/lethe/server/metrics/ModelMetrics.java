package io.lethe.server.metrics;

import io.lethe.engine.alias.ModelAlias;
import io.lethe.engine.alias.run.ModelAliases;
import io.lethe.engine.learning.LearningStatus;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.lifecycle.Retraining;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelStatus;
import io.lethe.engine.model.ModelVersion;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;

/** What answers, how often that changed, and how much of each residual budget is used. */
final class ModelMetrics {

  private static final AttributeKey<String> CAUSE = AttributeKey.stringKey("cause");
  private static final AttributeKey<String> ALIAS = AttributeKey.stringKey("alias");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");

  private final Engine engine;

  ModelMetrics(Engine engine) {
    this.engine = engine;
  }

  void register(Meter meter) {
    var _ = meter.gaugeBuilder("lethe.model.active.version")
        .ofLongs()
        .setDescription("Number of the active version")
        .buildWithCallback(
            to -> serving((model, version) -> to.record(version.id().number(), model)));
    var _ = meter.gaugeBuilder("lethe.model.erasure.position")
        .ofLongs()
        .setDescription("Erasure position of the active version")
        .buildWithCallback(
            to -> serving((model, version) -> to.record(version.erasurePosition(), model)));
    var _ = meter.gaugeBuilder("lethe.model.ready")
        .ofLongs()
        .setDescription("1 if the model answers, 0 if it cannot")
        .buildWithCallback(
            to -> engine.registry()
                .models()
                .forEach(
                    (model, status) -> to
                        .record(status instanceof ModelStatus.Serving ? 1 : 0, of(model))));
    var _ = meter.counterBuilder("lethe.model.swaps")
        .setDescription("Swaps of the active version")
        .buildWithCallback(
            to -> engine.registry().swaps().forEach((model, n) -> to.record(n, of(model))));
    var _ = meter.counterBuilder("lethe.model.retrainings")
        .setDescription("Trainings that began by themselves, by cause and by what came of them")
        .buildWithCallback(
            to -> engine.retrainings()
                .forEach(
                    (model, counts) -> counts
                        .forEach((retraining, n) -> to.record(n, of(model, retraining)))));
    var _ = meter.gaugeBuilder("lethe.residual.budget.used")
        .setDescription(
            "Share of the residual budget that erasures have used; above 1 a retraining is due")
        .buildWithCallback(
            to -> serving(
                (model, version) -> version.content()
                    .differentiable()
                    .ifPresent(known -> to.record(known.state().ledger().usedShare(), model))));
    registerLearning(meter);
    registerAliases(meter);
  }

  private void registerAliases(Meter meter) {
    var _ = meter.gaugeBuilder("lethe.model.alias.version")
        .ofLongs()
        .setDescription("Number of the version that an alias leads to")
        .buildWithCallback(
            to -> aliases((attributes, alias) -> to.record(alias.alias().version(), attributes)));
    var _ = meter.gaugeBuilder("lethe.model.alias.share")
        .setDescription("Share of the users that an alias's version answers for")
        .buildWithCallback(
            to -> aliases(
                (attributes, alias) -> to.record(
                    alias.alias().basisPoints() / (double) ModelAlias.ALL_USERS, attributes)));
    var _ = meter.counterBuilder("lethe.model.aliases.dropped")
        .setDescription("Aliases that were taken away because their versions had to go, by reason")
        .buildWithCallback(
            to -> engine.aliasDrops()
                .forEach(
                    (model, counts) -> counts.forEach(
                        (why, n) -> to
                            .record(n, of(model).toBuilder().put(REASON, why.name()).build()))));
  }

  private void aliases(BiConsumer<Attributes, ModelAliases.Listed> each) {
    for (ModelName model : engine.registry().models().keySet()) {
      engine.aliases()
          .list(model)
          .forEach(
              alias -> each.accept(
                  of(model).toBuilder().put(ALIAS, alias.alias().name().value()).build(), alias));
    }
  }

  private void registerLearning(Meter meter) {
    learning(
        meter, "lethe.model.learned.interactions",
        "Interactions that the active version has learned since its training",
        LearningStatus::interactions);
    learning(
        meter, "lethe.model.learning.undone",
        "How many of them a training would still have to learn, at most: by the gradient that was left",
        LearningStatus::undone);
    learning(
        meter, "lethe.model.learning.seconds", "Length of the last step of learning",
        status -> status.took().toNanos() / 1e9);
  }

  private void learning(
      Meter meter, String name, String description, ToDoubleFunction<LearningStatus> value) {
    var _ = meter.gaugeBuilder(name)
        .setDescription(description)
        .buildWithCallback(
            to -> engine.registry()
                .models()
                .keySet()
                .forEach(
                    model -> engine.learner()
                        .status(model)
                        .filter(LearningStatus::supported)
                        .ifPresent(status -> to.record(value.applyAsDouble(status), of(model)))));
  }

  private void serving(BiConsumer<Attributes, ModelVersion> each) {
    for (ModelName model : engine.registry().models().keySet()) {
      engine.registry().active(model).ifPresent(version -> each.accept(of(model), version));
    }
  }

  private static Attributes of(ModelName model, Retraining retraining) {
    return of(model).toBuilder()
        .put(CAUSE, retraining.cause().name())
        .put(OUTCOME, retraining.outcome().name())
        .build();
  }

  private static Attributes of(ModelName model) {
    return Attributes.of(ErasureMetrics.MODEL, model.value());
  }
}
