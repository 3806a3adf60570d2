package io.lethe.evaluation.plugin;

import io.lethe.checks.Measure;
import io.lethe.checks.ModelCheck;
import io.lethe.checks.family.CouplingCheck;
import io.lethe.checks.family.Family;
import io.lethe.checks.family.LearntArraysCheck;
import io.lethe.checks.family.ListsCheck;
import io.lethe.checks.family.LoadingCheck;
import io.lethe.checks.family.OptionsCheck;
import io.lethe.checks.family.RepeatingCheck;
import io.lethe.checks.family.TrainingCheck;
import io.lethe.engine.plugin.PluginTrace;
import io.lethe.evaluation.strategy.Strategies;
import io.lethe.spi.DataShape;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RefittableModel;
import io.lethe.spi.TrainedModel;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One family, held against every promise of the contract: about ten trainings on the check's data. A step
 * that throws is a finding, and the next one follows where it can. Confined to one thread.
 */
public final class PluginCheck {

  /** Is told while the check runs: what runs may never return. */
  public interface Witness {

    /** A step begins. */
    void begins(CheckStep step);

    /** Something was found. */
    void found(Finding finding);

    /** A step ended by a throwable, which is a finding, too. */
    void threw(CheckStep step, Throwable thrown);
  }

  private final Family family;
  private final PluginContext together;
  private CheckData data;
  private final Strategies strategies;
  private final Witness witness;
  private boolean sound = true;

  /**
   * A check.
   *
   * @param together several threads
   * @param strategies as a server forgets, and its comparisons
   */
  public PluginCheck(
      Family family, PluginContext together, CheckData data, Strategies strategies,
      Witness witness) {
    this.family = family;
    this.together = together;
    this.data = data;
    this.strategies = strategies;
    this.witness = witness;
  }

  /** Runs every step; whether no promise is broken. */
  public boolean run() {
    step(CheckStep.OPTIONS, () -> OptionsCheck.measures(family));
    train().ifPresent(this::check);
    return sound;
  }

  private Optional<TrainedModel> train() {
    List<TrainedModel> trained = new ArrayList<>();
    findings(CheckStep.TRAINING, () -> {
      Optional<String> refusal = family.plugin().refusal(shape());
      if (refusal.isPresent()) {
        return List.of(Finding.broken(CheckStep.TRAINING, "refuses the data: " + refusal.get()));
      }
      data = data.seenBy(family);
      List<TrainingProgress> reports = new ArrayList<>();
      TrainedModel model = family.plugin()
          .trainer(new TrainingConfig(family.seed(), family.options()), family.alone())
          .train(data.both(), reports::add);
      trained.add(model);
      return List.of(
          Finding.of(CheckStep.TRAINING, TrainingCheck.progress(reports)),
          Finding.of(CheckStep.TRAINING, TrainingCheck.learning(model.model(), view())));
    });
    return trained.stream().findFirst();
  }

  private DataShape shape() {
    return new DataShape(
        data.training().keys().userCount(), data.training().keys().itemCount(),
        (long) data.training().size() + data.validation().size());
  }

  private InteractionView view() {
    return InteractionView.of(data.training());
  }

  private void check(TrainedModel trained) {
    RecommenderModel model = trained.model();
    step(
        CheckStep.REPEATING, () -> RepeatingCheck.measures(family, trained, data.both(), together));
    step(CheckStep.COUPLING, () -> List.of(CouplingCheck.measure(fixed(trained), data.all())));
    step(CheckStep.STOPPING, () -> List.of(TrainingCheck.stopping(family, data.both())));
    step(CheckStep.LOADING, () -> {
      List<Measure> measures = new ArrayList<>(LoadingCheck.measures(family, model, view()));
      measures.addAll(LearntArraysCheck.measures(family.plugin(), model));
      return measures;
    });
    step(CheckStep.LISTS, () -> ListsCheck.measures(model));
    boolean forgets = derivatives(model);
    findings(
        CheckStep.FORGETTING,
        () -> forgets
            ? new Forgetting(family, data, trained, strategies).findings()
            : List.of(
                Finding.note(
                    CheckStep.FORGETTING, "not measured: a server trains such a model anew")));
  }

  /**
   * The family with what held-out interactions chose written into its options: another best epoch would
   * change everybody's scores, however well trainings are coupled.
   */
  private Family fixed(TrainedModel trained) {
    return new Family(family.plugin(), CheckData.options(trained), family.seed(), family.alone());
  }

  /** Whether the server would ask the model itself to forget. */
  private boolean derivatives(RecommenderModel model) {
    if (model instanceof RefittableModel) {
      findings(
          CheckStep.DERIVATIVES, () -> List
              .of(Finding.note(CheckStep.DERIVATIVES, "none are needed: the model refits itself")));
      return true;
    }
    if (model instanceof DifferentiableModel differentiable) {
      return step(CheckStep.DERIVATIVES, () -> {
        List<Measure> measures = new ArrayList<>(
            ModelCheck.measures(differentiable, view(), family.seed()));
        if (ModelCheck.broken(measures).isEmpty()) {
          measures.addAll(
              ModelCheck.measuresOnceMoved(differentiable, view(), family.seed())
                  .stream()
                  .filter(measure -> !measure.kept())
                  .toList());
        }
        return measures;
      });
    }
    findings(
        CheckStep.DERIVATIVES,
        () -> List.of(
            Finding.note(
                CheckStep.DERIVATIVES,
                "there are none: the model is neither a DifferentiableModel nor a"
                    + " RefittableModel")));
    return false;
  }

  private boolean step(CheckStep step, Supplier<List<Measure>> work) {
    return findings(
        step, () -> work.get().stream().map(measure -> Finding.of(step, measure)).toList());
  }

  /** Whether nothing was broken in it. */
  private boolean findings(CheckStep step, Supplier<List<Finding>> work) {
    witness.begins(step);
    boolean kept = true;
    try {
      for (Finding finding : work.get()) {
        witness.found(finding);
        kept &= finding.verdict() != Finding.Verdict.BROKEN;
      }
    } catch (RuntimeException | Error thrown) {
      // Whatever it is, it is the plugin's, and the next step may tell more.
      witness.found(
          Finding.broken(step, "the plugin threw %s".formatted(PluginTrace.withMessage(thrown))));
      witness.threw(step, thrown);
      kept = false;
    }
    sound &= kept;
    return kept;
  }
}
