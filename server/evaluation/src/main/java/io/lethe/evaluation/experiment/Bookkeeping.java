package io.lethe.evaluation.experiment;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Which cells are there. Confined to one thread. */
final class Bookkeeping {

  private final int total;
  private final Set<CellKey> there = new HashSet<>();
  private final Consumer<Cell> sink;
  private final Progress progress;
  private int now;

  Bookkeeping(List<CellKey> cells, Set<CellKey> done, Consumer<Cell> sink, Progress progress) {
    this.total = cells.size();
    this.sink = sink;
    this.progress = progress;
    cells.stream().filter(done::contains).forEach(there::add);
  }

  boolean wanted(List<CellKey> keys) {
    return !there.containsAll(keys);
  }

  void begin(CellKey key) {
    progress.show(there.size(), now, total, key.toString());
  }

  /** Passes a cell on unless it is there: a sequence begins anew for the points it lacks. */
  void add(Cell cell) {
    if (there.add(cell.key())) {
      sink.accept(cell);
      now++;
    }
  }

  void finished() {
    progress.show(there.size(), now, total, "done");
  }
}
