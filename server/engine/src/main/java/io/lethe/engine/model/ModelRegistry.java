package io.lethe.engine.model;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.observe.SwapEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which version answers for each model: one immutable snapshot behind one reference. Readers take no
 * lock and see either the old or the new version, never a mixture and never none.
 */
public final class ModelRegistry {

  private sealed interface Slot {
    record Serving(LoadedVersion loaded) implements Slot {}

    record NotReady(VersionId version, VersionState state, LetheException reason) implements Slot {}
  }

  /** Replaced whole, by one writer at a time. */
  private volatile Map<ModelName, Slot> slots = Map.of();
  private volatile Consumer<ModelName> served = model -> {};
  private final ScheduledExecutorService timer;
  private final Duration drainDeadline;
  private final Consumer<VersionId> onRetired;
  /** By model; guarded by this. */
  private final Map<ModelName, Long> swaps = new TreeMap<>();
  /** Replaced and not yet retired; guarded by this. */
  private final Set<LoadedVersion> draining = new HashSet<>();
  /** Retired, and in memory still; guarded by this. */
  private final List<ModelVersion> unwiped = new ArrayList<>();

  /**
   * An empty registry.
   *
   * @param timer runs the deadlines; short tasks only
   * @param drainDeadline how long a replaced version may finish its calls
   * @param onRetired told once about every version that is retired, on some thread; quick
   */
  public ModelRegistry(
      ScheduledExecutorService timer, Duration drainDeadline, Consumer<VersionId> onRetired) {
    this.timer = timer;
    this.drainDeadline = drainDeadline;
    this.onRetired = onRetired;
  }

  /** Has something told of every model whose version, or its form, is another one now; quick. Once. */
  public void onServing(Consumer<ModelName> listener) {
    served = listener;
  }

  /**
   * A version that answers, and what its calls are answered from.
   *
   * @param version equal while no other version, and no other form of it, answers
   */
  public record Served(ModelVersion version, Answering answering) {}

  /**
   * What is answered from for a model, without a claim: for facts, not for serving. What was retired
   * meanwhile may be wiped.
   */
  public Optional<Served> served(ModelName model) {
    return slots.get(model) instanceof Slot.Serving(LoadedVersion loaded)
        ? Optional.of(new Served(loaded.version(), loaded.answering()))
        : Optional.empty();
  }

  /**
   * Has calls that begin from now on be answered from something that has learned more.
   *
   * @param before what {@link #served} gave
   * @return false if it is not answered from that any more: nothing was done
   */
  public synchronized boolean answer(Served before, Answering next) {
    return slots.get(before.version().id().model()) instanceof Slot.Serving(LoadedVersion loaded)
        && loaded.version().equals(before.version()) && loaded.answer(before.answering(), next);
  }

  /**
   * A claim on the version that answers for a model. To be closed. Lock-free, no allocation but the
   * handle.
   *
   * @throws LetheException of kind {@code MODEL_NOT_FOUND} or {@code MODEL_NOT_READY}
   */
  public ModelHandle acquire(ModelName model) {
    while (true) {
      LoadedVersion loaded = serving(model);
      if (loaded.tryClaim()) {
        return new ModelHandle(loaded);
      }
      // It began to drain after the snapshot was read; the next snapshot has another one.
      Thread.onSpinWait();
    }
  }

  /**
   * A claim on a certain version.
   *
   * @throws LetheException as above, or of kind {@code VERSION_NOT_FOUND} if another one answers
   */
  public ModelHandle acquire(VersionId id) {
    ModelHandle handle = acquire(id.model());
    if (handle.version().id().equals(id)) {
      return handle;
    }
    handle.close();
    throw new LetheException(
        ErrorKind.VERSION_NOT_FOUND, id + " does not answer", Map.of("version", id.toString()));
  }

  private LoadedVersion serving(ModelName model) {
    return switch (slots.get(model)) {
      case null -> throw new LetheException(
          ErrorKind.MODEL_NOT_FOUND, "there is no model " + model, Map.of("model", model.value()));
      case Slot.Serving(LoadedVersion loaded) -> loaded;
      case Slot.NotReady(VersionId _, VersionState _, LetheException reason) ->
        throw new LetheException(
            ErrorKind.MODEL_NOT_READY, "model " + model + " cannot answer: " + reason.getMessage(),
            Map.of("model", model.value()), reason);
    };
  }

  /** Every model and whether it answers, by name. */
  public Map<ModelName, ModelStatus> models() {
    Map<ModelName, ModelStatus> models = new TreeMap<>();
    slots.forEach((model, slot) -> models.put(model, status(slot)));
    return models;
  }

  /** The version that answers, without a claim: for facts, not for serving. */
  public Optional<ModelVersion> active(ModelName model) {
    return slots.get(model) instanceof Slot.Serving(LoadedVersion loaded)
        ? Optional.of(loaded.version())
        : Optional.empty();
  }

  private static ModelStatus status(Slot slot) {
    return switch (slot) {
      case Slot.Serving(LoadedVersion loaded) -> new ModelStatus.Serving(loaded.version());
      case Slot.NotReady(VersionId _, VersionState _, LetheException reason) ->
        new ModelStatus.NotReady(reason);
    };
  }

  /**
   * Makes a version the one that answers. It is available before the parent begins to drain.
   *
   * @param parent the version that must answer now; null if none
   * @return the parent's end: complete once no call is answered by it any more, at the latest when
   *     the deadline has passed; complete at once without a parent
   * @throws LetheException of kind {@code CONCURRENT_CHANGE} if another version answers
   */
  public synchronized CompletableFuture<VersionId> publish(
      @Nullable VersionId parent, ModelVersion next) {
    ModelName model = next.id().model();
    LoadedVersion old = slots.get(model) instanceof Slot.Serving(LoadedVersion now) ? now : null;
    VersionId actual = old == null ? null : old.version().id();
    if (!Objects.equals(actual, parent)) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE, "%s answers, not %s".formatted(actual, parent),
          Map.of("model", model.value()));
    }
    put(model, new Slot.Serving(new LoadedVersion(next)));
    served.accept(model);
    SwapEvent.tell(model.value(), actual == null ? 0 : actual.number(), next.id().number());
    if (actual != null) {
      swaps.merge(model, 1L, Long::sum);
    }
    return old == null ? CompletableFuture.completedFuture(next.id()) : retire(old);
  }

  /**
   * Puts another form of the version that answers in its place. The earlier form drains like a version
   * that was replaced; both give the same answers, so nothing is told and no swap is counted.
   *
   * @throws IllegalStateException if it is not the one that answers
   */
  synchronized void substitute(ModelVersion active, ModelVersion form) {
    ModelName model = active.id().model();
    if (!(slots.get(model) instanceof Slot.Serving(LoadedVersion old))
        || !old.version().equals(active) || !form.id().equals(active.id())) {
      throw new IllegalStateException(form.id() + " is no form of what answers");
    }
    put(model, new Slot.Serving(new LoadedVersion(form)));
    served.accept(model);
    var _ = retire(old);
  }

  /**
   * Takes a model away: no call finds it from now on.
   *
   * @return the end of the version that answered, as {@link #publish} tells it; complete at once,
   *     with null, if none did
   */
  public synchronized CompletableFuture<@Nullable VersionId> remove(ModelName model) {
    Slot slot = slots.get(model);
    Map<ModelName, Slot> after = new HashMap<>(slots);
    after.remove(model);
    slots = Map.copyOf(after);
    return slot instanceof Slot.Serving(LoadedVersion loaded)
        ? retire(loaded).thenApply(id -> id)
        : CompletableFuture.completedFuture(null);
  }

  private boolean isServing(VersionId id) {
    return active(id.model()).filter(now -> now.id().equals(id)).isPresent();
  }

  /** How often another version took over from one that answered, by model, since the start. */
  public synchronized Map<ModelName, Long> swaps() {
    return Map.copyOf(swaps);
  }

  /** Says that a model's version is being read. Only before a version of it answers. */
  public void loading(VersionId version) {
    notReady(
        version, VersionState.LOADING,
        new LetheException(ErrorKind.MODEL_NOT_READY, version + " is being loaded"));
  }

  /** Says why a model's version cannot answer. Only before a version of it answers. */
  public void refused(VersionId version, LetheException reason) {
    notReady(version, VersionState.REFUSED, reason);
  }

  private synchronized void notReady(VersionId version, VersionState state, LetheException reason) {
    if (!(slots.get(version.model()) instanceof Slot.Serving)) {
      put(version.model(), new Slot.NotReady(version, state, reason));
    }
  }

  private void put(ModelName model, Slot slot) {
    Map<ModelName, Slot> after = new HashMap<>(slots);
    after.put(model, slot);
    slots = Map.copyOf(after);
  }

  private CompletableFuture<VersionId> retire(LoadedVersion old) {
    draining.add(old);
    CompletableFuture<VersionId> end = old.retired().thenApply(id -> retired(old));
    old.drain();
    if (!end.isDone()) {
      ScheduledFuture<?> deadline = timer
          .schedule(old::revoke, drainDeadline.toNanos(), TimeUnit.NANOSECONDS);
      return end.whenComplete((id, failure) -> deadline.cancel(false));
    }
    return end;
  }

  private VersionId retired(LoadedVersion old) {
    VersionId id = old.version().id();
    boolean answers;
    synchronized (this) {
      draining.remove(old);
      old.forms().forEach(unwiped::add);
      answers = isServing(id);
    }
    if (!answers) {
      onRetired.accept(id);
    }
    return id;
  }

  /** Takes in a version that was committed and never answered: it is wiped like a retired one. */
  public synchronized void neverServed(ModelVersion version) {
    unwiped.add(version);
  }

  /**
   * Sets to zero what only retired versions of a model have held in memory, as far as their plugins can
   * tell. O(their parameters).
   */
  public void wipeRetired(ModelName model) {
    List<ModelVersion> gone;
    List<ModelVersion> inUse;
    synchronized (this) {
      gone = unwiped.stream().filter(version -> version.id().model().equals(model)).toList();
      unwiped.removeAll(gone);
      inUse = inUse(model);
    }
    RetiredVersions.wipeIfPossible(gone, inUse);
  }

  /**
   * Sets to zero, at once, what versions that were loaded beside have held, as far as no version that
   * answers or drains shares it. O(their parameters).
   *
   * @param loaded of this model; never published, and used no more
   */
  public void wipeUnserved(ModelName model, Collection<ModelVersion> loaded) {
    List<ModelVersion> inUse;
    synchronized (this) {
      inUse = inUse(model);
    }
    RetiredVersions.wipeIfPossible(loaded, inUse);
  }

  /** Guarded by this. */
  private List<ModelVersion> inUse(ModelName model) {
    List<ModelVersion> inUse = new ArrayList<>();
    if (slots.get(model) instanceof Slot.Serving(LoadedVersion serving)) {
      serving.forms().forEach(inUse::add);
    }
    draining.stream()
        .filter(loaded -> loaded.version().id().model().equals(model))
        .flatMap(LoadedVersion::forms)
        .forEach(inUse::add);
    return inUse;
  }

  /** Complete once every version of a model that was replaced so far is retired. */
  public synchronized CompletableFuture<Void> drained(ModelName model) {
    return CompletableFuture.allOf(
        draining.stream()
            .filter(loaded -> loaded.version().id().model().equals(model))
            .map(LoadedVersion::retired)
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Where a version is in its life, as far as memory knows. */
  public synchronized VersionState stateOf(VersionId id) {
    for (LoadedVersion drains : draining) {
      if (drains.version().id().equals(id) && !isServing(id)) {
        return drains.state();
      }
    }
    return switch (slots.get(id.model())) {
      case Slot.Serving(LoadedVersion loaded) when loaded.version().id().equals(id) ->
        VersionState.AVAILABLE;
      case Slot.NotReady(VersionId version, VersionState state, LetheException _) when version
          .equals(id) ->
        state;
      case null -> VersionState.RETIRED;
      case Slot.Serving _ -> VersionState.RETIRED;
      case Slot.NotReady _ -> VersionState.RETIRED;
    };
  }
}
