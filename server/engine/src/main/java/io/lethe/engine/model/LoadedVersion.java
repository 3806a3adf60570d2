package io.lethe.engine.model;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * A version in memory and the number of claims on it. Thread-safe, lock-free. The count and the
 * closed mark live in one word, so that no claim can slip in after the last one was given back.
 */
final class LoadedVersion {

  /** Set when no new claims are taken. */
  private static final long CLOSED = 1L << 62;

  private final ModelVersion version;
  private final AtomicLong claims = new AtomicLong();
  private final CompletableFuture<VersionId> retired = new CompletableFuture<>();
  private final AtomicReference<Answering> answering;
  private volatile boolean revoked;

  private LoadedVersion(ModelVersion version, Answering answering) {
    this.version = version;
    this.answering = new AtomicReference<>(answering);
  }

  LoadedVersion(ModelVersion version) {
    this(version, Answering.own(version));
  }

  /** A version that takes over from what is answered from now. */
  static LoadedVersion after(ModelVersion version, Answering before) {
    return new LoadedVersion(version, Answering.own(version).after(before));
  }

  /** What calls are answered from. */
  Answering answering() {
    return Objects.requireNonNull(answering.get());
  }

  /** False if something else is answered from by now. */
  boolean answer(Answering before, Answering next) {
    return answering.compareAndSet(before, next);
  }

  /** This if it is answered from the version's own content, else that version once more. */
  LoadedVersion asTrained() {
    return answering().revision() == 0 ? this : new LoadedVersion(version);
  }

  /** The version, and the form of it that has learned more, if there is one: what may share arrays. */
  Stream<ModelVersion> forms() {
    return Stream.of(version.content(), answering().content())
        .distinct()
        .map(content -> new ModelVersion(version.record(), content));
  }

  ModelVersion version() {
    return version;
  }

  /** False if draining has begun. */
  boolean tryClaim() {
    long before = claims.get();
    while ((before & CLOSED) == 0) {
      if (claims.compareAndSet(before, before + 1)) {
        return true;
      }
      before = claims.get();
    }
    return false;
  }

  void release() {
    if (claims.decrementAndGet() == CLOSED) {
      retired.complete(version.id());
    }
  }

  /** Takes no new claims; completes {@link #retired} once there are none left. */
  void drain() {
    long before = claims.getAndUpdate(count -> count | CLOSED);
    if (before == 0) {
      retired.complete(version.id());
    }
  }

  /** Ends draining: what is still computed from this version must not be answered. */
  void revoke() {
    revoked = true;
    retired.complete(version.id());
  }

  boolean revoked() {
    return revoked;
  }

  CompletableFuture<VersionId> retired() {
    return retired;
  }

  VersionState state() {
    if ((claims.get() & CLOSED) == 0) {
      return VersionState.AVAILABLE;
    }
    return retired.isDone() ? VersionState.RETIRED : VersionState.DRAINING;
  }
}
