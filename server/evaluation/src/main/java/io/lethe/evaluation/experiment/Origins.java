package io.lethe.evaluation.experiment;

import org.jspecify.annotations.Nullable;

/** The originals with right and with wrong labels, each trained when first asked for. */
final class Origins {

  private final Dataset data;
  private final ModelChoice model;
  private final long seed;
  private final Laboratory laboratory;
  private @Nullable Origin right;
  private @Nullable Origin wrong;

  Origins(Dataset data, ModelChoice model, long seed, Laboratory laboratory) {
    this.data = data;
    this.model = model;
    this.seed = seed;
    this.laboratory = laboratory;
  }

  Origin of(ForgetKind kind) {
    Origin known = kind.wrongLabels() ? wrong : right;
    if (known != null) {
      return known;
    }
    Origin made = new Origin(data, model, kind.wrongLabels(), seed, laboratory);
    if (kind.wrongLabels()) {
      wrong = made;
    } else {
      right = made;
    }
    return made;
  }
}
