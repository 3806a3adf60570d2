package io.lethe.engine.lifecycle;

import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import io.lethe.engine.subject.TargetSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Rows that are in a log and not in a version, by what the ledger knows of unfinished erasures. Purging
 * may have been cut short, or not begun: a version reflects an erasure as soon as its position says so,
 * whatever state the ledger has it in. Only erased pairs need to be looked for: of a user or an item
 * the version's own ids say whether it knows them.
 */
final class RowsLeftOut {

  private final InteractionColumns rows;
  private final Set<Pair> reflected = new HashSet<>();
  private final List<List<Pair>> failed = new ArrayList<>();
  private final List<ErasureTarget> notYet = new ArrayList<>();

  /**
   * Sorts erasures out.
   *
   * @param open by position
   */
  RowsLeftOut(InteractionColumns rows, VersionManifest manifest, List<OpenErasure> open) {
    this.rows = rows;
    int retried = 0;
    for (OpenErasure each : open) {
      boolean held = each.erasure().state() == ErasureState.HELD;
      if (held || each.erasure().facts().position() > manifest.erasurePosition()) {
        notYet.add(each.target());
        if (each.erasure().facts().retry().of() != null
            && each.target() instanceof ErasureTarget.Interactions(List<Pair> pairs)) {
          failed.add(retried++, pairs);
        }
      } else if (each.target() instanceof ErasureTarget.Interactions(List<Pair> pairs)) {
        if (each.erasure().state() == ErasureState.FAILED) {
          failed.add(pairs);
        } else {
          reflected.addAll(pairs);
        }
      }
    }
  }

  /**
   * What may have been left out, the likeliest first. An erasure that failed is left out by the
   * trainings after it and by no update, so that it is the first few of them: the number of the
   * version's interactions tells how many. One that another erasure takes up by now failed before.
   */
  List<IntPredicate> candidates() {
    List<IntPredicate> candidates = new ArrayList<>();
    for (int ofFailed = 0; ofFailed <= failed.size(); ofFailed++) {
      Set<Pair> out = new HashSet<>(reflected);
      failed.subList(0, ofFailed).forEach(out::addAll);
      candidates
          .add(out.isEmpty() ? row -> false : row -> isPresent(row) && out.contains(pair(row)));
    }
    return candidates;
  }

  private boolean isPresent(int row) {
    return rows.users()[row] != InteractionColumns.PURGED;
  }

  private Pair pair(int row) {
    return new Pair(rows.userIds().get(rows.users()[row]), rows.itemIds().get(rows.items()[row]));
  }

  /** Rows of what the version does not reflect yet: they are in it. */
  IntPredicate kept() {
    TargetSet targets = new TargetSet(notYet);
    return row -> {
      if (!isPresent(row)) {
        return false;
      }
      Pair pair = pair(row);
      return targets.names(pair.user(), pair.item());
    };
  }
}
