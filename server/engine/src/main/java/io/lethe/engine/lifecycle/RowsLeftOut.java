package io.lethe.engine.lifecycle;

import static java.util.Comparator.comparing;

import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.model.InteractionColumns;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Rows that are in a log and not in a version, by what the ledger knows of unfinished erasures. Purging
 * may have been cut short, or not begun: a version reflects an erasure as soon as its position says so,
 * whatever state the ledger has it in.
 */
final class RowsLeftOut {

  private final InteractionColumns rows;
  private final List<ErasureTarget> reflected = new ArrayList<>();
  private final List<ErasureTarget> unsure = new ArrayList<>();
  private final List<ErasureTarget> notYet = new ArrayList<>();

  /**
   * Sorts erasures out.
   *
   * @param open in any order
   */
  RowsLeftOut(InteractionColumns rows, VersionManifest manifest, List<OpenErasure> open) {
    this.rows = rows;
    List<OpenErasure> accepted = new ArrayList<>(open);
    accepted.sort(comparing(each -> each.erasure().progress().milestones().received()));
    for (OpenErasure each : accepted) {
      ErasureState state = each.erasure().state();
      boolean later = each.erasure().facts().position() > manifest.erasurePosition();
      List<ErasureTarget> kind = later
          ? notYet
          : state == ErasureState.FAILED || state == ErasureState.HELD ? unsure : reflected;
      kind.add(each.target());
    }
  }

  /**
   * What may have been left out, the likeliest first. An erasure that failed, or is held, is left out
   * by the trainings after it and by no update, so that of those it is the first few: the number of
   * the version's interactions tells how many.
   */
  List<IntPredicate> candidates() {
    List<IntPredicate> candidates = new ArrayList<>();
    List<ErasureTarget> out = new ArrayList<>(reflected);
    candidates.add(naming(out));
    for (ErasureTarget target : unsure) {
      out.add(target);
      candidates.add(naming(out));
    }
    return candidates;
  }

  /** Rows of what the version does not reflect yet: they are in it. */
  IntPredicate kept() {
    return naming(notYet);
  }

  private IntPredicate naming(List<ErasureTarget> targets) {
    Set<String> users = new HashSet<>();
    Set<String> items = new HashSet<>();
    Set<Pair> pairs = new HashSet<>();
    for (ErasureTarget target : targets) {
      switch (target) {
        case ErasureTarget.User(String id) -> users.add(id);
        case ErasureTarget.Item(String id) -> items.add(id);
        case ErasureTarget.Interactions(List<Pair> some) -> pairs.addAll(some);
      }
    }
    return row -> {
      if (rows.users()[row] == InteractionColumns.PURGED) {
        return false;
      }
      String user = rows.userIds().get(rows.users()[row]);
      String item = rows.itemIds().get(rows.items()[row]);
      return users.contains(user) || items.contains(item) || pairs.contains(new Pair(user, item));
    };
  }
}
