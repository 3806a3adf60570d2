package io.lethe.plugins.lightgcn;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is found when it is first asked for, once. Safe for concurrent use: whoever asks
 * while another finds it waits.
 */
final class Lazy<T> {

  private final @Nullable T given;
  private @Nullable Supplier<T> finder;
  private volatile @Nullable T value;

  private Lazy(@Nullable Supplier<T> finder, @Nullable T value) {
    this.given = value;
    this.finder = finder;
    this.value = value;
  }

  static <T> Lazy<T> of(Supplier<T> finder) {
    return new Lazy<>(finder, null);
  }

  static <T> Lazy<T> known(T value) {
    return new Lazy<>(null, value);
  }

  T get() {
    T found = value;
    return found == null ? find() : found;
  }

  /** The value if it was there from the start, whether or not one has been found since. */
  @Nullable
  T ifGiven() {
    return given;
  }

  /** The value if it has been found. */
  @Nullable
  T ifFound() {
    return value;
  }

  private synchronized T find() {
    T found = value;
    if (found == null) {
      found = Objects.requireNonNull(finder).get();
      value = found;
      finder = null;
    }
    return found;
  }
}
