package io.lethe.engine.lifecycle;

import static java.util.Comparator.comparing;

import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.OpenErasure;
import io.lethe.engine.model.InteractionColumns;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.ErasureTarget.Pair;
import java.time.Instant;
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
  private final List<List<Pair>> held = new ArrayList<>();
  private final List<ErasureTarget> notYet = new ArrayList<>();

  /**
   * Sorts erasures out.
   *
   * @param open by position
   */
  RowsLeftOut(InteractionColumns rows, VersionManifest manifest, List<OpenErasure> open) {
    this.rows = rows;
    List<OpenErasure> accepted = new ArrayList<>(open);
    // Stable: those with a position stay in its order.
    accepted.sort(comparing(each -> heldSince(each)));
    for (OpenErasure each : accepted) {
      if (each.erasure().facts().position() > manifest.erasurePosition()) {
        notYet.add(each.target());
        addIfOnceHeld(each);
      } else if (each.target() instanceof ErasureTarget.Interactions(List<Pair> pairs)) {
        switch (each.erasure().state()) {
          case FAILED -> failed.add(pairs);
          case HELD -> held.add(pairs);
          case RECEIVED, SOLVING, VERIFYING, RETRAINING, CHECKPOINTED, LIVE, COMPLETED, CANCELLED ->
            reflected.addAll(pairs);
        }
      }
    }
  }

  /** A training may have left out what was held then, and got its place with an approval after it. */
  private void addIfOnceHeld(OpenErasure each) {
    if (each.erasure().facts().approver() != null
        && each.target() instanceof ErasureTarget.Interactions(List<Pair> pairs)) {
      held.add(pairs);
    }
  }

  private static Instant heldSince(OpenErasure each) {
    return each.erasure().state() == ErasureState.HELD || each.erasure().facts().approver() != null
        ? each.erasure().progress().milestones().received()
        : Instant.MIN;
  }

  /**
   * What may have been left out, the likeliest first. An erasure that failed, or is held, is left out
   * by the trainings after it and by no update, so that of each kind it is the first few: the number
   * of the version's interactions tells how many.
   */
  List<IntPredicate> candidates() {
    List<IntPredicate> candidates = new ArrayList<>();
    for (int ofHeld = 0; ofHeld <= held.size(); ofHeld++) {
      for (int ofFailed = 0; ofFailed <= failed.size(); ofFailed++) {
        Set<Pair> out = new HashSet<>(reflected);
        held.subList(0, ofHeld).forEach(out::addAll);
        failed.subList(0, ofFailed).forEach(out::addAll);
        candidates.add(row -> isPresent(row) && out.contains(pair(row)));
      }
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
    Set<String> users = new HashSet<>();
    Set<String> items = new HashSet<>();
    Set<Pair> pairs = new HashSet<>();
    for (ErasureTarget target : notYet) {
      switch (target) {
        case ErasureTarget.User(String id) -> users.add(id);
        case ErasureTarget.Item(String id) -> items.add(id);
        case ErasureTarget.Interactions(List<Pair> some) -> pairs.addAll(some);
      }
    }
    return row -> {
      if (!isPresent(row)) {
        return false;
      }
      Pair pair = pair(row);
      return users.contains(pair.user()) || items.contains(pair.item()) || pairs.contains(pair);
    };
  }
}
