package io.lethe.engine.check;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.WipeableModel;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether a plugin can load what it saves: a version that answers and cannot be loaded would be gone with
 * the next start.
 */
public final class RoundTrip {

  private static final int USERS = 100;
  private static final int ITEMS = 1000;

  private RoundTrip() {}

  /**
   * Saves a model, loads it, and compares the scores of at most {@value #USERS} users for at most {@value
   * #ITEMS} items, bit by bit. Costs a loading without a disk. Arrays that loading has copied are
   * overwritten afterwards: what a version was may not outlive it.
   *
   * @param trained what the model reflects
   * @throws LetheException of kind {@code VERIFICATION_FAILED} if they differ
   */
  public static void check(
      RecommenderPlugin plugin, RecommenderModel model, InteractionView trained,
      PluginContext context) {
    ModelArtifact artifact = plugin.save(model);
    RecommenderModel loaded = plugin.load(artifact, trained, context);
    try {
      compare(plugin, model, loaded);
    } finally {
      wipe(model, artifact, loaded);
    }
  }

  private static void wipe(
      RecommenderModel model, ModelArtifact artifact, RecommenderModel loaded) {
    if (model instanceof WipeableModel kept && loaded instanceof WipeableModel copy) {
      Set<Object> shared = Collections.newSetFromMap(new IdentityHashMap<>());
      shared.addAll(kept.learntArrays());
      shared.addAll(kept.learntBytes());
      artifact.tensors().forEach(tensor -> shared.addAll(tensor.chunks()));
      copy.learntArrays()
          .stream()
          .filter(array -> !shared.contains(array))
          .forEach(array -> Arrays.fill(array, 0));
      copy.learntBytes()
          .stream()
          .filter(array -> !shared.contains(array))
          .forEach(array -> Arrays.fill(array, (byte) 0));
    }
  }

  private static void compare(
      RecommenderPlugin plugin, RecommenderModel model, RecommenderModel loaded) {
    if (loaded.userCount() != model.userCount() || loaded.itemCount() != model.itemCount()) {
      throw refused(
          plugin, "%d users and %d items instead of %d and %d".formatted(
              loaded.userCount(), loaded.itemCount(), model.userCount(), model.itemCount()));
    }
    int[] users = spread(USERS, model.userCount());
    int[] items = spread(ITEMS, model.itemCount());
    float[] scores = new float[items.length];
    float[] again = new float[items.length];
    for (int k = 0; k < users.length; k++) {
      model.score(users[k], items, scores);
      loaded.score(users[k], items, again);
      for (int j = 0; j < items.length; j++) {
        if (Float.floatToIntBits(scores[j]) != Float.floatToIntBits(again[j])) {
          // No index: it stands for a person.
          throw refused(
              plugin, "the score %s instead of %s, for the %d. of %d users looked at"
                  .formatted(again[j], scores[j], k + 1, users.length));
        }
      }
    }
  }

  private static LetheException refused(RecommenderPlugin plugin, String what) {
    return new LetheException(
        ErrorKind.VERIFICATION_FAILED,
        "plugin %s: a model that it saved and loaded has %s; it is not published"
            .formatted(plugin.name(), what),
        Map.of("plugin", plugin.name()));
  }

  private static int[] spread(int most, int bound) {
    int count = Math.min(most, bound);
    return IntStream.range(0, count).map(k -> (int) ((long) k * bound / count)).toArray();
  }
}
