package io.lethe.kernels.vector;

import io.lethe.kernels.Kernels;
import io.lethe.kernels.KernelsProvider;

/** Offers the Vector API twin; touches no class of the incubator module before {@link #create}. */
public final class VectorKernelsProvider implements KernelsProvider {

  private static final String MODULE = "jdk.incubator.vector";

  /** For {@link java.util.ServiceLoader}. */
  public VectorKernelsProvider() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public String obstacle() {
    return ModuleLayer.boot().findModule(MODULE).isPresent()
        ? ""
        : "module " + MODULE + " is not there; start the JVM with --add-modules " + MODULE;
  }

  @Override
  public Kernels create() {
    return new VectorKernels();
  }
}
