package io.lethe.engine.lifecycle;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.erasure.purge.Renewal;
import io.lethe.engine.erasure.solve.ErasureSolver;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.failpoint.Failpoints;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.model.VersionRecord;
import io.lethe.engine.plugin.PluginGuard;
import io.lethe.engine.publish.VersionDraft;
import io.lethe.engine.publish.VersionMetrics;
import io.lethe.engine.publish.VersionPublisher;
import io.lethe.engine.subject.ContainmentList;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.spi.RefittableModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes out of an earlier version what the version that answers has forgotten since, by the same
 * solver, and stores the result beside it under a name of its own. Thread-safe.
 *
 * @param loader and {@code solver}: by {@code guard}, which bounds how long plugins may take
 */
record Rebase(
    ErasureLedger ledger, ModelRegistry registry, VersionPublisher publisher,
    ContainmentList containments, VersionLoader loader, ErasureSolver solver, PluginGuard guard,
    Failpoints failpoints) implements Renewal {

  private static final Logger LOG = LoggerFactory.getLogger(Rebase.class);

  /** Most times erasures that go live meanwhile are caught up with before publications wait. */
  private static final int ATTEMPTS_BESIDE = 2;

  /** A content and the position up to which it reflects erasures. */
  private record Forgotten(VersionContent content, long position) {}

  @Override
  public Optional<VersionId> renew(VersionRecord earlier) {
    ModelName model = earlier.id().model();
    // What is erased must be told until the version is stored.
    try (ContainmentList.Hold _ = containments.hold(model)) {
      ModelVersion loaded = loader.load(earlier);
      List<ModelVersion> inMemory = new ArrayList<>(List.of(loaded));
      try {
        failpoints.hit(Failpoint.REBASE_BEFORE);
        Optional<ModelVersion> stored = stored(loaded);
        stored.ifPresent(inMemory::add);
        failpoints.hit(Failpoint.REBASE_AFTER);
        return stored.map(ModelVersion::id);
      } finally {
        // At once: what waits for the end of all renewals, or of a backup, adds up in memory.
        registry.wipeUnserved(model, inMemory);
      }
    }
  }

  private Optional<ModelVersion> stored(ModelVersion loaded) {
    Forgotten held = new Forgotten(loaded.content(), loaded.erasurePosition());
    for (int attempt = 0; attempt < ATTEMPTS_BESIDE; attempt++) {
      Optional<Forgotten> next = forgotten(loaded, held);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      held = next.get();
      Forgotten ready = held;
      Optional<ModelVersion> kept = publisher
          .exclusively(loaded.id().model(), () -> keptIfCaughtUp(loaded, ready));
      if (kept.isPresent()) {
        return kept;
      }
    }
    Forgotten last = held;
    return publisher.exclusively(
        loaded.id().model(),
        () -> forgotten(loaded, last).flatMap(ready -> keptIfCaughtUp(loaded, ready)));
  }

  private ModelVersion active(ModelName model) {
    return registry.active(model)
        .orElseThrow(
            () -> new LetheException(
                ErrorKind.CONCURRENT_CHANGE, "no version of " + model + " answers any more",
                Map.of("model", model.value())));
  }

  private Optional<Forgotten> forgotten(ModelVersion loaded, Forgotten held) {
    ModelName model = loaded.id().model();
    long reflected = Math.max(held.position(), active(model).erasurePosition());
    List<ErasureTarget> targets = containments.of(model).between(held.position(), reflected);
    return isTrainingWanted(model, held, reflected)
        ? Optional.empty()
        : solver.update(held.content(), loaded.manifest().training(), targets)
            .map(content -> new Forgotten(consolidated(content), reflected));
  }

  /** An influence update is not what such an erasure asked for; a refit ends where a training would. */
  private boolean isTrainingWanted(ModelName model, Forgotten held, long reflected) {
    if (held.content().model() instanceof RefittableModel) {
      return false;
    }
    List<ErasureTarget> targets = ledger.open(model)
        .stream()
        .filter(open -> open.erasure().facts().requestedMethod() == ErasureMethod.RETRAIN)
        .filter(
            open -> open.erasure().facts().position() > held.position()
                && open.erasure().facts().position() <= reflected)
        .map(OpenErasure::target)
        .toList();
    return solver.knows(held.content(), targets);
  }

  private VersionContent consolidated(VersionContent content) {
    return content.model() instanceof RefittableModel model && !model.consolidated()
        ? new VersionContent(
            content.plugin(), guard.solve(content.plugin(), model::consolidate), content.data(),
            content.unlearning())
        : content;
  }

  /** Empty if more is erased by now. */
  private Optional<ModelVersion> keptIfCaughtUp(ModelVersion loaded, Forgotten ready) {
    ModelVersion base = active(loaded.id().model());
    if (base.erasurePosition() > ready.position()) {
      return Optional.empty();
    }
    if (ready.content().equals(loaded.content()) && ready.position() == loaded.erasurePosition()) {
      return Optional.of(loaded);
    }
    ModelVersion kept = publisher.keep(
        new VersionDraft(
            loaded.id().model(), base, loaded.id(), VersionOrigin.INFLUENCE_UPDATE, ready.content(),
            loaded.manifest().training(), ready.position(),
            VersionMetrics.rebased(loaded.manifest())));
    LOG.info(
        "{} is kept as {} without what was erased up to position {}", loaded.id(), kept.id(),
        ready.position());
    return Optional.of(kept);
  }
}
