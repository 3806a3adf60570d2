package io.lethe.cli.evaluate;

/** What an evaluation is about. */
enum Task {
  /** How close methods to forget come to training again. */
  UNLEARNING,
  /** What the lists are worth that models recommend. */
  RANKING
}
