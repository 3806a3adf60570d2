package io.lethe.engine.observe;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What an operator wants to know of an engine, told once when it has happened. States of erasures
 * are told apart, by {@code ErasureCoordinator.onState}. No event holds an id of a person or an item.
 */
public sealed interface EngineEvent {

  /** The model's name. */
  String model();

  /**
   * A training begins.
   *
   * @param work what a caller knows it by, such as an operation's name; empty for none
   * @param cause {@code REQUEST}, or why it began by itself
   */
  record TrainingBegun(String model, String work, String cause) implements EngineEvent {}

  /**
   * A training made a version.
   *
   * @param version its number; 0 if another training came first and none was made
   * @param family name of the plugin; empty without a version
   * @param ndcg NDCG@10 on held-out interactions, if it was measured
   * @param took from its beginning until the version answered or was kept
   */
  record TrainingDone(
      String model, String work, String cause, long version, String family, OptionalDouble ndcg,
      Duration took) implements EngineEvent {}

  /**
   * A training ended without a version, and left the model as it was.
   *
   * @param reason name of an {@code ErrorKind}, or of a class of exceptions
   */
  record TrainingFailed(String model, String work, String cause, String reason, Duration took)
      implements
        EngineEvent {}

  /**
   * A version is on disk and in the ledger.
   *
   * @param origin what made it
   * @param parent number of the version it was made from; 0 for none
   */
  record VersionMade(String model, long version, String origin, long parent, String family)
      implements
        EngineEvent {}

  /**
   * A version answers from now on.
   *
   * @param from number of the version that answered before; 0 for none
   * @param to its number
   */
  record Swapped(String model, long from, long to) implements EngineEvent {}

  /** A version answers no more, and no call is under way on it. */
  record VersionRetired(String model, long version) implements EngineEvent {}

  /**
   * Interactions came while the model serves.
   *
   * @param rows of one call or of one part of an import
   */
  record Appended(String model, int rows) implements EngineEvent {}
}
