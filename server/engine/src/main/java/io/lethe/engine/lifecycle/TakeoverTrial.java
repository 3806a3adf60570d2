package io.lethe.engine.lifecycle;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.model.HeldOutQuality;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.TrainingFacts;
import io.lethe.engine.model.ValidationSplit;
import io.lethe.engine.model.VersionContent;
import io.lethe.engine.model.VersionData;
import io.lethe.engine.model.VersionTrainer;
import io.lethe.engine.plugin.PluginCalls;
import io.lethe.engine.plugin.PluginGuard;
import io.lethe.spi.Interactions;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.WipeableModel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a training against the version that answers, on interactions that neither has learned. A
 * version that was fitted on all interactions has none of its own: a fifth of those that are new to
 * the version that answers is then drawn by a hash of user and item, and a model trained without
 * them stands for the new one, which costs a second training. Thread-safe.
 */
final class TakeoverTrial {

  private static final Logger LOG = LoggerFactory.getLogger(TakeoverTrial.class);
  private static final double SHARE = 0.2;
  private static final int USERS_MAX = 2_000;
  private static final int LENGTH = 10;
  private static final int ATTEMPTS_MAX = 3;
  private static final Duration LATER = Duration.ofSeconds(10);

  private final ModelRegistry registry;
  private final VersionTrainer trainer;
  private final PluginGuard guard;
  private final double bound;

  /**
   * A trial.
   *
   * @param bound what {@link Takeover} is judged by; from 1 on nothing is tried
   */
  TakeoverTrial(ModelRegistry registry, VersionTrainer trainer, PluginGuard guard, double bound) {
    this.registry = registry;
    this.trainer = trainer;
    this.guard = guard;
    this.bound = bound;
  }

  /** What is held out, by user of the data: positions, ascending. */
  private record HeldOut(VersionData data, Map<Integer, Set<Integer>> byUser) {

    int[] positions() {
      return byUser.values()
          .stream()
          .flatMap(Set::stream)
          .mapToInt(position -> position)
          .sorted()
          .toArray();
    }
  }

  /**
   * Compares.
   *
   * @param answering the version whose training was repeated
   * @param made what the repetition gave
   * @return empty if there is nothing to compare on, or the comparison fails: what is trained is not lost
   *     by that
   * @throws LetheException of kind {@code CANCELLED} or {@code SHUTTING_DOWN}
   */
  Optional<Takeover> hold(ModelVersion answering, VersionContent made, TrainingFacts facts) {
    try {
      return bound >= 1 ? Optional.empty() : compared(answering, made, facts);
    } catch (LetheException failed) {
      if (failed.kind() == ErrorKind.CANCELLED || failed.kind() == ErrorKind.SHUTTING_DOWN) {
        throw failed;
      }
      LOG.warn("a training of {} takes over uncompared", answering.id().model(), failed);
      return Optional.empty();
    }
  }

  private Optional<Takeover> compared(
      ModelVersion answering, VersionContent made, TrainingFacts facts) {
    VersionData data = made.data();
    HeldOut heldOut = heldOut(answering, data);
    int[] positions = heldOut.positions();
    if (positions.length == 0 || positions.length == data.live().size()) {
      return Optional.empty();
    }
    ModelName name = answering.id().model();
    if (data.split().share() > 0) {
      return compared(name, made.plugin(), made.model(), heldOut);
    }
    RecommenderModel twin = trainer.trainWithout(
        made.plugin(), data, new TrainingConfig(facts.seed(), facts.options()), positions);
    try {
      return compared(name, made.plugin(), twin, heldOut);
    } finally {
      wipe(made.plugin(), twin);
    }
  }

  /** What it learned must not outlive erasures in memory. */
  private static void wipe(RecommenderPlugin plugin, RecommenderModel twin) {
    if (twin instanceof WipeableModel model) {
      PluginCalls.call(plugin, model::learntArrays).forEach(array -> Arrays.fill(array, 0));
      PluginCalls.call(plugin, model::learntBytes).forEach(array -> Arrays.fill(array, (byte) 0));
    }
  }

  private static HeldOut heldOut(ModelVersion answering, VersionData data) {
    long learned = answering.manifest().training().logEnd();
    ValidationSplit split = data.split();
    ValidationSplit drawn = new ValidationSplit(split.seed(), SHARE);
    Interactions all = data.live().all();
    VersionData own = answering.content().data();
    Map<Integer, Set<Integer>> byUser = Arrays.stream(data.live().positions())
        .filter(
            position -> split.share() > 0
                ? !data.trained().contains(position)
                : position >= learned
                    && drawn.heldOut(all.keys(), all.user(position), all.item(position)))
        .filter(position -> !AnsweringLists.learned(own, data, position))
        .boxed()
        .collect(Collectors.groupingBy(all::user, TreeMap::new, Collectors.toSet()));
    return new HeldOut(data, byUser);
  }

  /** A claim keeps the version's numbers in memory; once it is revoked they may be gone. */
  private Optional<Takeover> compared(
      ModelName name, RecommenderPlugin plugin, RecommenderModel model, HeldOut heldOut) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      try (ModelHandle handle = registry.acquire(name)) {
        AnsweringLists before = new AnsweringLists(handle.version(), heldOut.data());
        Optional<Takeover> verdict = guard.solve(plugin, () -> compared(before, model, heldOut));
        if (!handle.revoked()) {
          return verdict;
        }
      }
    }
    throw LetheException.passing(
        ErrorKind.OVERLOADED,
        "%d versions of %s were retired while lists were compared".formatted(ATTEMPTS_MAX, name),
        Map.of("model", name.value()), LATER);
  }

  private Optional<Takeover> compared(
      AnsweringLists before, RecommenderModel model, HeldOut heldOut) {
    VersionData data = heldOut.data();
    Interactions all = data.live().all();
    float median = median(data);
    int[] users = heldOut.byUser()
        .keySet()
        .stream()
        .filter(
            user -> relevant(heldOut, user, median).length > 0 && known(heldOut, user).length > 0)
        .sorted(Comparator.comparingLong(user -> all.keys().user(user)))
        .limit(USERS_MAX)
        .mapToInt(user -> user)
        .toArray();
    double[] gains = new double[users.length];
    double[] earlier = new double[users.length];
    for (int k = 0; k < users.length; k++) {
      int[] known = known(heldOut, users[k]);
      int[] relevant = relevant(heldOut, users[k], median);
      int[] list = new int[LENGTH];
      int[] had = Arrays.stream(known).map(all::item).sorted().toArray();
      int filled = model.topItems(users[k], had, list, new float[LENGTH]);
      gains[k] = HeldOutQuality.gain(list, filled, relevant);
      earlier[k] = HeldOutQuality.gain(list, before.topItems(users[k], known, list), relevant);
    }
    return users.length == 0 ? Optional.empty() : Optional.of(verdict(gains, earlier));
  }

  private Takeover verdict(double[] gains, double[] earlier) {
    int users = gains.length;
    double mean = Arrays.stream(gains).sum() / users;
    double before = Arrays.stream(earlier).sum() / users;
    double squares = IntStream.range(0, users)
        .mapToDouble(k -> gains[k] - earlier[k] - (mean - before))
        .map(off -> off * off)
        .sum();
    double noise = users == 1 ? 1 : Math.sqrt(squares / (users - 1) / users);
    return new Takeover(mean, before, noise, users, bound);
  }

  private static int[] known(HeldOut heldOut, int user) {
    Set<Integer> held = heldOut.byUser().getOrDefault(user, Set.of());
    VersionData data = heldOut.data();
    return Arrays.stream(data.table().ofUser(user))
        .filter(position -> data.live().contains(position) && !held.contains(position))
        .toArray();
  }

  private static int[] relevant(HeldOut heldOut, int user, float median) {
    Interactions all = heldOut.data().live().all();
    return heldOut.byUser()
        .getOrDefault(user, Set.of())
        .stream()
        .filter(position -> all.value(position) >= median)
        .mapToInt(all::item)
        .sorted()
        .toArray();
  }

  private static float median(VersionData data) {
    int[] positions = data.live().positions();
    float[] values = new float[positions.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = data.live().all().value(positions[k]);
    }
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
