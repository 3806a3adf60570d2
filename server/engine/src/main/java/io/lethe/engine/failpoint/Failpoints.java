package io.lethe.engine.failpoint;

/** Told whenever work passes a {@link Failpoint}. Thread-safe. */
@FunctionalInterface
public interface Failpoints {

  /** Work passes here. Returns at once, or never: it must not be caught and worked on after. */
  void hit(Failpoint point);

  /** Nothing ever happens: what a server has. */
  static Failpoints none() {
    return point -> {};
  }
}
