package io.lethe.engine.lifecycle;

import io.lethe.spi.TrainingProgress;

/** Told how a training gets on, on its thread. */
public interface TrainingListener {

  /** What is being done. */
  enum Stage {
    READING,
    TRAINING,
    PUBLISHING
  }

  /** What the training is known by outside, such as the name of an operation; empty for nothing. */
  default String work() {
    return "";
  }

  /** A stage begins. */
  void stage(Stage stage);

  /** It is known which plugin trains, by its name. */
  default void chosen(String plugin) {}

  /** An epoch ended, or work without epochs began: 0 of 0, with no time left known. */
  void epoch(TrainingProgress progress);

  /** Listens to nothing. */
  static TrainingListener none() {
    return new TrainingListener() {
      @Override
      public void stage(Stage stage) {}

      @Override
      public void epoch(TrainingProgress progress) {}
    };
  }
}
