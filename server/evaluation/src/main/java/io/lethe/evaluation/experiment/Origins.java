package io.lethe.evaluation.experiment;

import java.util.EnumMap;
import java.util.Map;

/**
 * The originals of one data set, family and seed, each trained when first asked for: with true labels,
 * with wrong ones, and on what an attack made of the data.
 */
final class Origins {

  private final Dataset data;
  private final ModelChoice model;
  private final long seed;
  private final Laboratory laboratory;
  private final Map<ForgetKind, Origin> known = new EnumMap<>(ForgetKind.class);

  Origins(Dataset data, ModelChoice model, long seed, Laboratory laboratory) {
    this.data = data;
    this.model = model;
    this.seed = seed;
    this.laboratory = laboratory;
  }

  Origin of(ForgetKind kind) {
    return known.computeIfAbsent(learnedLike(kind), this::trained);
  }

  private Origin trained(ForgetKind kind) {
    Dataset learned = kind == ForgetKind.FAKES ? Attack.on(data, seed).data() : data;
    return new Origin(learned, model, kind, seed, laboratory);
  }

  /** The kind whose original serves this one, too. */
  private static ForgetKind learnedLike(ForgetKind kind) {
    boolean own = kind.wrongLabels() || kind == ForgetKind.FAKES;
    return own ? kind : ForgetKind.ONE_USER;
  }
}
