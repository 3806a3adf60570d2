package io.lethe.cli.evaluate;

import io.lethe.evaluation.experiment.ForgetKind;
import java.util.List;
import java.util.Set;

/** What an evaluation goes through when nothing else is said. An empty list means all there are. */
enum Preset {
  /** Some minutes: what Lethe does, beside the controls. */
  QUICK,
  /** Hours: everything. */
  FULL;

  /** Families that take seconds on a hundred thousand ratings. */
  private static final Set<String> QUICK_RANKED = Set.of("ease", "ials", "lightgcn", "mf");

  List<String> models() {
    return switch (this) {
      case QUICK -> List.of("mf");
      case FULL -> List.of();
    };
  }

  List<String> methods() {
    return switch (this) {
      case QUICK ->
        List.of("nothing", "row-drop", "retrain", "retrain-other-seed", "warm-start", "lethe-auto");
      case FULL -> List.of();
    };
  }

  List<String> forget() {
    return switch (this) {
      case QUICK ->
        List.of(ForgetKind.FLIPPED.id(), ForgetKind.USERS_1PCT.id(), ForgetKind.FAKES.id());
      case FULL -> List.of();
    };
  }

  List<Long> seeds() {
    return switch (this) {
      case QUICK -> List.of(1L);
      case FULL -> List.of(1L, 2L, 3L);
    };
  }

  /**
   * Families whose lists are compared.
   *
   * @param installed names of all there are
   */
  List<String> rankedModels(List<String> installed) {
    return switch (this) {
      case QUICK -> installed.stream().filter(QUICK_RANKED::contains).toList();
      case FULL -> installed;
    };
  }

  /** Two at least: how far lists of two trainings agree is part of what they are worth. */
  List<Long> rankedSeeds() {
    return switch (this) {
      case QUICK -> List.of(1L, 2L);
      case FULL -> List.of(1L, 2L, 3L);
    };
  }
}
