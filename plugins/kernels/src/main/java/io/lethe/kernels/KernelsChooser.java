package io.lethe.kernels;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Picks an implementation: the one asked for, else the first provider without an obstacle. */
final class KernelsChooser {

  private static final String SCALAR = "scalar";

  private KernelsChooser() {}

  static Kernels choose(@Nullable String wanted) {
    if (SCALAR.equals(wanted)) {
      return Kernels.scalar();
    }
    // This class's own loader: a plugin must get the host's kernels whatever its thread's loader is.
    ServiceLoader<KernelsProvider> providers = ServiceLoader
        .load(KernelsProvider.class, KernelsChooser.class.getClassLoader());
    for (KernelsProvider provider : providers) {
      if (wanted == null && provider.obstacle().isEmpty()) {
        return provider.create();
      }
      if (provider.name().equals(wanted)) {
        return required(provider);
      }
    }
    if (wanted != null) {
      throw new IllegalStateException(
          "%s=%s: no such kernels; known are scalar and vector"
              .formatted(Kernels.PROPERTY, wanted));
    }
    return Kernels.scalar();
  }

  private static Kernels required(KernelsProvider provider) {
    if (!provider.obstacle().isEmpty()) {
      throw new IllegalStateException(
          "%s=%s: %s".formatted(Kernels.PROPERTY, provider.name(), provider.obstacle()));
    }
    return provider.create();
  }
}
