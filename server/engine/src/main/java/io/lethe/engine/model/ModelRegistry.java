package io.lethe.engine.model;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.alias.Route;
import io.lethe.engine.observe.EngineEvents;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which versions answer for each model, the active one and those of aliases: one immutable snapshot
 * behind one reference. Readers take no lock and see either the old or the new version, never a mixture
 * and never none.
 */
public final class ModelRegistry {

  private sealed interface Slot {
    record Serving(Lineup lineup) implements Slot {}

    record NotReady(VersionId version, VersionState state, LetheException reason) implements Slot {}
  }

  /** Replaced whole, by one writer at a time. */
  private volatile Map<ModelName, Slot> slots = Map.of();
  private volatile Consumer<ModelName> served = model -> {};
  private final DrainingVersions draining;
  /** The end of all versions that aliases of a model left. Guarded by this. */
  private final Map<ModelName, CompletableFuture<Void>> left = new HashMap<>();
  private final Consumer<VersionId> onRetired;
  /** By model; guarded by this. */
  private final Map<ModelName, Long> swaps = new TreeMap<>();
  private final EngineEvents events;

  /**
   * An empty registry.
   *
   * @param timer runs the deadlines; short tasks only
   * @param drainDeadline how long a replaced version may finish its calls
   * @param onRetired told once about every version that is retired, on some thread, before its
   *     end is complete; what it takes, a swap without calls under way waits for
   */
  public ModelRegistry(
      ScheduledExecutorService timer, Duration drainDeadline, EngineEvents events,
      Consumer<VersionId> onRetired) {
    this.draining = new DrainingVersions(timer, drainDeadline, this::answering, this::retiring);
    this.onRetired = onRetired;
    this.events = events;
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
    return lineup(model).map(Lineup::active)
        .map(loaded -> new Served(loaded.version(), loaded.answering()));
  }

  private Optional<Lineup> lineup(ModelName model) {
    return slots.get(model) instanceof Slot.Serving(Lineup lineup)
        ? Optional.of(lineup)
        : Optional.empty();
  }

  private Collection<LoadedVersion> answering(ModelName model) {
    return lineup(model).map(Lineup::all).orElse(List.of());
  }

  /**
   * Has calls that begin from now on be answered from something that has learned more.
   *
   * @param before what {@link #served} gave
   * @return false if it is not answered from that any more: nothing was done
   */
  public synchronized boolean answer(Served before, Answering next) {
    return lineup(before.version().id().model()).map(Lineup::active)
        .filter(loaded -> loaded.version().equals(before.version()))
        .filter(loaded -> loaded.answer(before.answering(), next))
        .isPresent();
  }

  /**
   * A claim on the active version of a model. To be closed. Lock-free, no allocation but the handle.
   *
   * @throws LetheException of kind {@code MODEL_NOT_FOUND} or {@code MODEL_NOT_READY}
   */
  public ModelHandle acquire(ModelName model) {
    return acquire(model, Route.ACTIVE);
  }

  /**
   * A claim on the version that answers a call. To be closed. Lock-free.
   *
   * @throws LetheException as above, or of kind {@code ALIAS_NOT_FOUND}
   */
  public ModelHandle acquire(ModelName model, Route route) {
    while (true) {
      LoadedVersion loaded = serving(model).of(route);
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
   * @throws LetheException as above, or of kind {@code VERSION_NOT_FOUND} if another one is active
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

  private Lineup serving(ModelName model) {
    return switch (slots.get(model)) {
      case null -> throw new LetheException(
          ErrorKind.MODEL_NOT_FOUND, "there is no model " + model, Map.of("model", model.value()));
      case Slot.Serving(Lineup lineup) -> lineup;
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

  /** The active version, without a claim: for facts, not for serving. */
  public Optional<ModelVersion> active(ModelName model) {
    return lineup(model).map(lineup -> lineup.active().version());
  }

  /** A version that answers, the active one or one of an alias; without a claim. */
  public Optional<ModelVersion> answering(VersionId id) {
    return lineup(id.model()).flatMap(lineup -> lineup.find(id)).map(LoadedVersion::version);
  }

  /** What calls of a model are answered from now, by every version that answers. */
  public List<Answering> answeringNow(ModelName model) {
    return answering(model).stream().map(LoadedVersion::answering).toList();
  }

  /** How many rows of a model's log every version that answers was trained on; empty if none answers. */
  public OptionalLong learnedByAll(ModelName model) {
    return answering(model).stream()
        .mapToLong(loaded -> loaded.version().manifest().training().logEnd())
        .min();
  }

  private static ModelStatus status(Slot slot) {
    return switch (slot) {
      case Slot.Serving(Lineup lineup) -> new ModelStatus.Serving(lineup.active().version());
      case Slot.NotReady(VersionId _, VersionState _, LetheException reason) ->
        new ModelStatus.NotReady(reason);
    };
  }

  /**
   * Makes a version the active one. It is available before the parent begins to drain; a parent that an
   * alias names goes on.
   *
   * @param parent the version that must be active now; null if none
   * @return the parent's end: complete once no call is answered by it any more, at the latest when
   *     the deadline has passed; complete at once without a parent, and for one that goes on as
   *     it is; one that goes on without what it learned since its training ends, too
   * @throws LetheException of kind {@code CONCURRENT_CHANGE} if another version is active
   */
  public CompletableFuture<VersionId> publish(@Nullable VersionId parent, ModelVersion next) {
    return publish(parent, loaded(next));
  }

  /** Compared with what answers before anything is locked: that calls the plugin. */
  private LoadedVersion loaded(ModelVersion next) {
    return served(next.id().model()).map(now -> LoadedVersion.after(next, now.answering()))
        .orElseGet(() -> new LoadedVersion(next));
  }

  private synchronized CompletableFuture<VersionId> publish(
      @Nullable VersionId parent, LoadedVersion fresh) {
    ModelVersion next = fresh.version();
    ModelName model = next.id().model();
    Lineup before = lineup(model).orElse(null);
    LoadedVersion old = before == null ? null : before.active();
    VersionId actual = old == null ? null : old.version().id();
    if (!Objects.equals(actual, parent)) {
      throw new LetheException(
          ErrorKind.CONCURRENT_CHANGE, "%s answers, not %s".formatted(actual, parent),
          Map.of("model", model.value()));
    }
    Map<LoadedVersion, CompletableFuture<VersionId>> ends = replace(
        model, before, before == null ? Lineup.of(fresh) : before.with(fresh));
    served.accept(model);
    events.swapped(model.value(), actual == null ? 0 : actual.number(), next.id().number());
    if (actual != null) {
      swaps.merge(model, 1L, Long::sum);
    }
    CompletableFuture<VersionId> end = old == null ? null : ends.get(old);
    return end == null
        ? CompletableFuture.completedFuture(actual == null ? next.id() : actual)
        : end;
  }

  /**
   * Puts another form of the active version in its place. The earlier form drains like a version that
   * was replaced; both give the same answers, so nothing is told and no swap is counted.
   *
   * @throws IllegalStateException if it is not the active one
   */
  public synchronized void substitute(ModelVersion active, ModelVersion form) {
    ModelName model = active.id().model();
    Lineup before = lineup(model)
        .filter(lineup -> lineup.active().version().equals(active) && form.id().equals(active.id()))
        .orElseThrow(() -> new IllegalStateException(form.id() + " is no form of what answers"));
    var _ = replace(model, before, before.with(new LoadedVersion(form)));
    served.accept(model);
  }

  /**
   * Has aliases answered from now on, and those before no more. Does nothing for a model that does not
   * answer. An alias whose version neither answers already nor is given cannot be asked.
   *
   * @param loaded versions that the aliases name
   */
  public synchronized void answerBeside(
      ModelName model, AliasSet aliases, Collection<ModelVersion> loaded) {
    lineup(model).ifPresent(before -> {
      CompletableFuture<?>[] ends = replace(model, before, before.with(aliases, loaded)).values()
          .toArray(CompletableFuture<?>[]::new);
      left.merge(
          model, CompletableFuture.allOf(ends),
          (earlier, later) -> earlier.isDone() ? later : CompletableFuture.allOf(earlier, later));
    });
  }

  /** The end of each version that answers no more. Guarded by this. */
  private Map<LoadedVersion, CompletableFuture<VersionId>> replace(
      ModelName model, @Nullable Lineup before, Lineup after) {
    List<LoadedVersion> gone = before == null ? List.of() : before.gone(after);
    gone.forEach(draining::add);
    put(model, new Slot.Serving(after));
    return gone.stream().collect(Collectors.toMap(Function.identity(), draining::drain));
  }

  /**
   * Takes a model away: no call finds it from now on.
   *
   * @return complete once no call is answered by it any more; at once if it did not answer
   */
  public synchronized CompletableFuture<Void> remove(ModelName model) {
    Collection<LoadedVersion> gone = answering(model);
    gone.forEach(draining::add);
    Map<ModelName, Slot> after = new HashMap<>(slots);
    after.remove(model);
    slots = Map.copyOf(after);
    return CompletableFuture
        .allOf(gone.stream().map(draining::drain).toArray(CompletableFuture<?>[]::new));
  }

  /** Another form of the same version may go on. */
  private void retiring(VersionId id) {
    if (answering(id).isEmpty()) {
      onRetired.accept(id);
    }
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

  /** Takes in a version that was committed and never answered: it is wiped like a retired one. */
  public void neverServed(ModelVersion version) {
    draining.neverServed(version);
  }

  /**
   * Sets to zero what only retired versions of a model have held in memory, as far as their plugins can
   * tell. O(their parameters).
   */
  public void wipeRetired(ModelName model) {
    draining.wipeRetired(model);
  }

  /**
   * Sets to zero, at once, what versions that were loaded beside have held, as far as no version that
   * answers or drains shares it. O(their parameters).
   *
   * @param loaded of this model; never published, and used no more
   */
  public void wipeUnserved(ModelName model, Collection<ModelVersion> loaded) {
    draining.wipeUnserved(model, loaded);
  }

  /** Complete once every version of a model that was replaced so far is retired, and can be wiped. */
  public CompletableFuture<Void> drained(ModelName model) {
    return draining.drained(model);
  }

  /**
   * Waits until every version of a model that was replaced so far is retired: at most the drain deadline.
   *
   * @throws LetheException of kind {@code CANCELLED} if the thread is interrupted
   */
  public void awaitDrained(ModelName model) {
    DrainingVersions.await(model, drained(model));
  }

  /**
   * Waits until every version is retired that aliases of a model have left so far: at most the drain
   * deadline.
   *
   * @throws LetheException of kind {@code CANCELLED} if the thread is interrupted
   */
  public void awaitLeft(ModelName model) {
    CompletableFuture<Void> ends;
    synchronized (this) {
      ends = left.getOrDefault(model, CompletableFuture.completedFuture(null));
    }
    DrainingVersions.await(model, ends);
  }

  /** Where a version is in its life, as far as memory knows. */
  public VersionState stateOf(VersionId id) {
    if (answering(id).isPresent()) {
      return VersionState.AVAILABLE;
    }
    return draining.stateOf(id).orElseGet(() -> switch (slots.get(id.model())) {
      case Slot.NotReady(VersionId version, VersionState state, LetheException _) when version
          .equals(id) ->
        state;
      case null -> VersionState.RETIRED;
      case Slot.Serving _ -> VersionState.RETIRED;
      case Slot.NotReady _ -> VersionState.RETIRED;
    });
  }
}
