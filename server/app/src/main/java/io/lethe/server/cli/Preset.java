package io.lethe.server.cli;

import io.lethe.evaluation.experiment.ForgetKind;
import java.util.List;

/** What an evaluation goes through when nothing else is said. An empty list means all there are. */
enum Preset {
  /** Some minutes: what Lethe does, beside the controls. */
  QUICK(
      List.of("mf"),
      List.of("nothing", "retrain", "retrain-other-seed", "warm-start", "lethe-fast", "lethe-auto"),
      List.of(ForgetKind.FLIPPED.id(), ForgetKind.ONE_USER.id()), List.of(1L)),
  /** Hours: everything. */
  FULL(List.of(), List.of(), ForgetKind.ids(), List.of(1L, 2L, 3L));

  private final List<String> models;
  private final List<String> methods;
  private final List<String> forget;
  private final List<Long> seeds;

  Preset(List<String> models, List<String> methods, List<String> forget, List<Long> seeds) {
    this.models = models;
    this.methods = methods;
    this.forget = forget;
    this.seeds = seeds;
  }

  List<String> models() {
    return models;
  }

  List<String> methods() {
    return methods;
  }

  List<String> forget() {
    return forget;
  }

  List<Long> seeds() {
    return seeds;
  }
}
