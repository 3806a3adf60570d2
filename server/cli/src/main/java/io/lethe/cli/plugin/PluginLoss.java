package io.lethe.cli.plugin;

/** What a new plugin of the kind {@code autodiff} minimizes. */
enum PluginLoss {
  /** Of each score by itself: a probability. */
  LOGISTIC,
  /** Of each score by itself: an amount. */
  SQUARED,
  /** Of the difference to each drawn item's score: BPR. */
  PAIRWISE,
  /** A softmax over the chosen item and the drawn ones. */
  LISTWISE;

  /** Whether what is added to all scores of a user makes no difference. */
  boolean compares() {
    return switch (this) {
      case LOGISTIC, SQUARED -> false;
      case PAIRWISE, LISTWISE -> true;
    };
  }
}
