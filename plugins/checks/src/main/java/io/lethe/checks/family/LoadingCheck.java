package io.lethe.checks.family;

import io.lethe.checks.Measure;
import io.lethe.checks.Promise;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.RecommenderModel;
import java.util.List;

/** Whether a model that was saved and loaded scores as before, bit by bit. */
public final class LoadingCheck {

  private LoadingCheck() {}

  /**
   * Measures. Costs a loading.
   *
   * @param trained what the model reflects
   */
  public static List<Measure> measures(
      Family family, RecommenderModel model, InteractionView trained) {
    ModelArtifact artifact = family.plugin().save(model);
    RecommenderModel loaded = family.plugin().load(artifact, trained, family.alone());
    long misnamed = artifact.plugin().equals(family.plugin().name()) ? 0 : 1;
    return List.of(
        new Measure(
            Promise.LOADING, "none", -1, "number of artifacts that name another plugin", misnamed,
            0, 0, "save() does not put the plugin's own name into the artifact"),
        compared(model, loaded));
  }

  private static Measure compared(RecommenderModel model, RecommenderModel loaded) {
    if (loaded.userCount() != model.userCount() || loaded.itemCount() != model.itemCount()) {
      return scores(
          -1, "users and items after save and load over those before",
          ((double) loaded.userCount() + loaded.itemCount())
              / ((double) model.userCount() + model.itemCount()));
    }
    float[] before = Grid.scores(model, 0);
    float[] after = Grid.scores(loaded, 0);
    int items = Grid.items(model).length;
    for (int k = 0; k < before.length; k++) {
      if (Float.floatToIntBits(before[k]) != Float.floatToIntBits(after[k])) {
        return scores(
            Grid.users(model, 0)[k / items], "a score after save and load over the score before",
            (double) after[k] / before[k]);
      }
    }
    return scores(-1, "scores after save and load over the scores before", 1);
  }

  private static Measure scores(int user, String what, double ratio) {
    return new Measure(
        Promise.LOADING, "all", user, what, ratio, 1, 1,
        "save() leaves out or rounds a block, or load() fills it otherwise");
  }
}
