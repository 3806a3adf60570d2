package io.lethe.engine.model;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.plugin.PluginCalls;
import io.lethe.spi.WipeableModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Versions that no new call is answered by: they finish the calls that they have, and what only they
 * held in memory is set to zero after that. Pages are shared between versions. Thread-safe.
 */
final class DrainingVersions {

  private static final Logger LOG = LoggerFactory.getLogger(DrainingVersions.class);

  private final ScheduledExecutorService timer;
  private final Duration deadline;
  private final Function<ModelName, Collection<LoadedVersion>> answering;
  private final Consumer<VersionId> retiring;
  /** Replaced and not yet retired, and the end of each: it is in {@link #unwiped} then. Guarded by this. */
  private final Map<LoadedVersion, CompletableFuture<VersionId>> draining = new HashMap<>();
  /** Retired, and in memory still; guarded by this. */
  private final List<ModelVersion> unwiped = new ArrayList<>();

  /**
   * None yet.
   *
   * @param timer runs the deadlines
   * @param deadline how long a replaced version may finish its calls
   * @param answering what answers for a model
   * @param retiring told of every version that no call is answered by any more, before it is retired
   */
  DrainingVersions(
      ScheduledExecutorService timer, Duration deadline,
      Function<ModelName, Collection<LoadedVersion>> answering, Consumer<VersionId> retiring) {
    this.retiring = retiring;
    this.timer = timer;
    this.deadline = deadline;
    this.answering = answering;
  }

  /** Takes in a version that is about to be replaced, so that nothing that it shares is wiped. */
  synchronized void add(LoadedVersion old) {
    draining.put(old, old.retired().thenApply(id -> {
      // Before its end is told: who waits for that may say that nothing of it is left.
      retiring.accept(id);
      return retired(old);
    }));
  }

  /** Begins to drain a version that was added and is replaced now; complete once it is retired. */
  CompletableFuture<VersionId> drain(LoadedVersion old) {
    CompletableFuture<VersionId> end = end(old);
    old.drain();
    if (!end.isDone()) {
      ScheduledFuture<?> revoked = timer
          .schedule(old::revoke, deadline.toNanos(), TimeUnit.NANOSECONDS);
      return end.whenComplete((id, failure) -> revoked.cancel(false));
    }
    return end;
  }

  private synchronized CompletableFuture<VersionId> end(LoadedVersion old) {
    return Objects.requireNonNull(draining.get(old));
  }

  private synchronized VersionId retired(LoadedVersion old) {
    draining.remove(old);
    old.forms().forEach(unwiped::add);
    return old.version().id();
  }

  /** Takes in a version that never answered: it is wiped like a retired one. */
  synchronized void neverServed(ModelVersion version) {
    unwiped.add(version);
  }

  /** Complete once every version of a model that was replaced so far is retired, and can be wiped. */
  synchronized CompletableFuture<Void> drained(ModelName model) {
    return CompletableFuture
        .allOf(of(model).map(draining::get).toArray(CompletableFuture<?>[]::new));
  }

  /**
   * Waits for the end of versions.
   *
   * @throws LetheException of kind {@code CANCELLED} if the thread is interrupted
   */
  static void await(ModelName model, CompletableFuture<Void> end) {
    try {
      var _ = end.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new LetheException(
          ErrorKind.CANCELLED, "the wait for calls of " + model + " was interrupted", stopped);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a version of " + model + " did not retire", failed);
    }
  }

  /** Where a version is that is on its way out; empty if none of that name is. */
  synchronized Optional<VersionState> stateOf(VersionId id) {
    return draining.keySet()
        .stream()
        .filter(old -> old.version().id().equals(id))
        .map(LoadedVersion::state)
        .findFirst();
  }

  /** Guarded by this. */
  private Stream<LoadedVersion> of(ModelName model) {
    return draining.keySet().stream().filter(old -> old.version().id().model().equals(model));
  }

  /**
   * Wipes what is retired of a model. When this returns it is wiped, also where another thread has begun
   * with it: both wipe it then, for what is told after this must be true. O(parameters).
   */
  void wipeRetired(ModelName model) {
    List<ModelVersion> gone;
    List<ModelVersion> inUse;
    synchronized (this) {
      gone = unwiped.stream().filter(version -> version.id().model().equals(model)).toList();
      inUse = inUse(model);
    }
    wipeIfPossible(gone, inUse);
    synchronized (this) {
      unwiped.removeAll(gone);
    }
  }

  /** Wipes what was loaded beside, never answered, and is used no more. O(parameters). */
  void wipeUnserved(ModelName model, Collection<ModelVersion> loaded) {
    List<ModelVersion> inUse;
    synchronized (this) {
      inUse = inUse(model);
    }
    wipeIfPossible(loaded, inUse);
  }

  /** Guarded by this. */
  private List<ModelVersion> inUse(ModelName model) {
    return Stream.concat(answering.apply(model).stream(), of(model))
        .flatMap(LoadedVersion::forms)
        .toList();
  }

  /** A plugin that fails leaves its versions to the garbage collector. */
  private static void wipeIfPossible(
      Collection<ModelVersion> retired, Collection<ModelVersion> inUse) {
    try {
      wipe(retired, inUse);
    } catch (LetheException failed) {
      LOG.warn("{} retired versions are not wiped from memory", retired.size(), failed);
    }
  }

  /**
   * Wipes.
   *
   * @param inUse every other version of the model in memory; whatever is made from now on is made of
   *     their arrays or of new ones
   */
  private static void wipe(Collection<ModelVersion> retired, Collection<ModelVersion> inUse) {
    Set<Object> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    for (ModelVersion version : inUse) {
      if (!(version.content().model() instanceof WipeableModel)) {
        // Nobody can tell what it shares.
        return;
      }
      shared.addAll(arrays(version));
      shared.addAll(bytes(version));
    }
    for (ModelVersion version : retired) {
      for (float[] array : arrays(version)) {
        if (!shared.contains(array)) {
          Arrays.fill(array, 0);
        }
      }
      for (byte[] array : bytes(version)) {
        if (!shared.contains(array)) {
          Arrays.fill(array, (byte) 0);
        }
      }
    }
  }

  private static List<float[]> arrays(ModelVersion version) {
    return version.content().model() instanceof WipeableModel model
        ? PluginCalls.call(version.content().plugin(), model::learntArrays)
        : List.of();
  }

  private static List<byte[]> bytes(ModelVersion version) {
    return version.content().model() instanceof WipeableModel model
        ? PluginCalls.call(version.content().plugin(), model::learntBytes)
        : List.of();
  }
}
