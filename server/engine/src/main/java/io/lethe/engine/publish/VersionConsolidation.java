package io.lethe.engine.publish;

import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionContent;

import io.lethe.engine.plugin.PluginGuard;
import io.lethe.spi.RefittableModel;
import java.util.Optional;

/**
 * Makes what answers hold nothing but what it reflects, in memory and on disk, so that the versions it
 * came from can go and nothing tells what they knew. Thread-safe; repeatable.
 */
public final class VersionConsolidation {

  /** Most times the work is done beside publications; after that they wait for it. */
  private static final int ATTEMPTS_BESIDE = 2;

  private final ModelRegistry registry;
  private final VersionPublisher publisher;
  private final PluginGuard guard;

  public VersionConsolidation(
      ModelRegistry registry, VersionPublisher publisher, PluginGuard guard) {
    this.registry = registry;
    this.publisher = publisher;
    this.guard = guard;
  }

  /**
   * Consolidates a model's active version, and waits until no call is answered by its earlier form.
   * O(parameters) where something is to be done, else O(1).
   *
   * @throws io.lethe.engine.LetheException of kind {@code PLUGIN_FAILED}, {@code CANCELLED}, {@code
   *     STORAGE_FULL} or {@code STORAGE_FAILED}; then the version answers as it was
   */
  public void consolidate(ModelName model) {
    if (isConsolidated(model)) {
      return;
    }
    boolean done = false;
    for (int attempt = 0; !done && attempt < ATTEMPTS_BESIDE; attempt++) {
      done = attempt(model);
    }
    if (!done) {
      var _ = publisher.exclusively(model, () -> attempt(model));
    }
    registry.awaitDrained(model);
  }

  private boolean isConsolidated(ModelName model) {
    return registry.active(model).flatMap(VersionConsolidation::unconsolidated).isEmpty();
  }

  private static Optional<RefittableModel> unconsolidated(ModelVersion version) {
    return version.content().model() instanceof RefittableModel model && !model.consolidated()
        ? Optional.of(model)
        : Optional.empty();
  }

  /** False if another version, or another form of it, took its place meanwhile. */
  private boolean attempt(ModelName model) {
    ModelVersion active = registry.active(model).orElse(null);
    RefittableModel refitted = active == null ? null : unconsolidated(active).orElse(null);
    if (active == null || refitted == null) {
      return true;
    }
    VersionContent content = active.content();
    RefittableModel folded = guard.solve(content.plugin(), refitted::consolidate);
    return publisher.substitute(
        active, new VersionContent(content.plugin(), folded, content.data(), content.unlearning()));
  }
}
