package io.lethe.evaluation.strategy;

/** One way to make models forget. Stateless; what it knows of a model is a {@link Forgetful}. */
public interface Strategy {

  /** Short name for tables, such as {@code lethe-fast} or {@code ifru-published}. */
  String name();

  /**
   * Makes ready to forget: what is done once per trained model and before any request. A strategy
   * that needs models of its own (shards) trains them here.
   */
  Forgetful prepare(Setting setting);
}
