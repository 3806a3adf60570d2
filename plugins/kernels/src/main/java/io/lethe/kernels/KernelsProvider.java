package io.lethe.kernels;

/** Offers one implementation of the kernels; found by {@link java.util.ServiceLoader}. */
public interface KernelsProvider {

  /** Name by which the property can ask for it. */
  String name();

  /** Why this JVM cannot run it, with what to do about it; empty if it can. */
  String obstacle();

  /** Creates it; only called without an obstacle. */
  Kernels create();
}
