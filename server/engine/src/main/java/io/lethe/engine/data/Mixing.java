package io.lethe.engine.data;

/** Hashing of numbers. */
public final class Mixing {

  private Mixing() {}

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): a bijection that scatters all bits. */
  public static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
