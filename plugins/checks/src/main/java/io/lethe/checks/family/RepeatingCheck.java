package io.lethe.checks.family;

import io.lethe.checks.Measure;
import io.lethe.checks.Promise;
import io.lethe.spi.PluginContext;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingData;
import io.lethe.spi.TrainingOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a training can be repeated, bit by bit. */
public final class RepeatingCheck {

  private RepeatingCheck() {}

  /**
   * Measures. Costs three trainings.
   *
   * @param first trained as the family is, on this data
   * @param together several threads
   */
  public static List<Measure> measures(
      Family family, TrainedModel first, TrainingData data, PluginContext together) {
    Set<String> reported = new HashSet<>(first.effective().keySet());
    family.plugin().options().stream().map(TrainingOption::name).forEach(reported::remove);
    long missing = family.plugin()
        .options()
        .stream()
        .filter(option -> !first.effective().containsKey(option.name()))
        .count();
    return List.of(
        distance(
            "a second training's scores from the first one's", first, family.train(data),
            "randomness that no seed decides, a HashMap's order, or what a former training left"),
        distance(
            "a training's scores on more threads from those on one", first,
            family.train(data, family.options(), family.seed(), together),
            "sums whose order threads decide"),
        new Measure(
            Promise.REPEATING, "none", -1,
            "number of options that the effective ones lack or have too many",
            missing + reported.size(), 0, 0,
            "TrainedModel.effective is not every option of options() as it was used"),
        distance(
            "the scores of a training with the effective options from the first one's", first,
            family.train(data, first.effective(), family.seed(), family.alone()),
            "TrainedModel.effective does not hold the options as they were used"));
  }

  private static Measure distance(
      String what, TrainedModel first, TrainedModel again, String cause) {
    return new Measure(
        Promise.REPEATING, "all", -1, "distance of " + what,
        Grid.distance(Grid.scores(first.model(), 0), Grid.scores(again.model(), 0)), 0, 0, cause);
  }
}
