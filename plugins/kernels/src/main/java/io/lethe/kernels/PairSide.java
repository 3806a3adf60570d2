package io.lethe.kernels;

/**
 * Pairs grouped by one side's row: group {@code g} is row {@code rows[g]} with the entries {@code
 * starts[g] .. starts[g + 1] - 1} of {@code others}, the rows of the other side.
 */
record PairSide(int[] rows, int[] starts, int[] others) {

  int groups() {
    return rows.length;
  }

  int pairs() {
    return others.length;
  }

  /** Pairs of a group, none for group -1. */
  int size(int group) {
    return group < 0 ? 0 : starts[group + 1] - starts[group];
  }

  /**
   * Ranges of some groups for tasks with about equally many pairs: bounds as positions in {@code
   * groups}.
   */
  int[] balanced(int[] groups, Workers workers, int pairsMin) {
    long pairs = 0;
    for (int group : groups) {
      pairs += size(group);
    }
    int[] bounds = new int[workers.tasks(pairs, pairsMin) + 1];
    long seen = 0;
    int at = 0;
    for (int t = 1; t < bounds.length; t++) {
      while (at < groups.length && seen < pairs * t / (bounds.length - 1)) {
        seen += size(groups[at++]);
      }
      bounds[t] = at;
    }
    bounds[bounds.length - 1] = groups.length;
    return bounds;
  }

  /** Group of each of some ascending rows, -1 where a row has no pairs. */
  int[] groupsOf(int[] selected) {
    int[] groupOf = new int[selected.length];
    int group = 0;
    for (int k = 0; k < selected.length; k++) {
      while (group < rows.length && rows[group] < selected[k]) {
        group++;
      }
      groupOf[k] = group < rows.length && rows[group] == selected[k] ? group : -1;
    }
    return groupOf;
  }
}
