package io.lethe.evaluation.strategy;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.RefittableModel;
import io.lethe.spi.Removal;
import io.lethe.spi.TrainedModel;
import io.lethe.unlearning.Effort;
import io.lethe.unlearning.InfluenceUnlearner;
import io.lethe.unlearning.RetrainReason;
import io.lethe.unlearning.UnlearningOutcome;
import io.lethe.unlearning.UnlearningReport;
import io.lethe.unlearning.UnlearningState;
import io.lethe.unlearning.UnlearningTask;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What Lethe does: with effort AUTO the refit of a model that can do it by itself, else an influence update, and where its gates refuse it a training anew that is made
 * ready to forget again, both within the request's time, as the server does it.
 *
 * @param effort of the update
 */
record InfluenceStrategy(
    String name, Effort effort, InfluenceUnlearner unlearner) implements Strategy {

  @Override
  public Forgetful prepare(Setting setting) {
    if (effort == Effort.AUTO && setting.original().model() instanceof RefittableModel) {
      return new RefitStrategy(name).prepare(setting);
    }
    return ready(
        setting, Rows.movable(setting.original().model()), InteractionView.of(setting.training()));
  }

  private Ready ready(Setting setting, DifferentiableModel model, InteractionView interactions) {
    UnlearningState state = unlearner.prepare(
        model, interactions, InteractionView.of(setting.validation()), setting.config().seed());
    return new Ready(this, setting, interactions, model, state);
  }

  private record Ready(
      InfluenceStrategy strategy, Setting setting, InteractionView interactions,
      DifferentiableModel model, UnlearningState state) implements Forgetful {

    @Override
    public Step forget(ForgetRequest request) {
      Removal removal = Removal.of(interactions, request.positions());
      UnlearningOutcome outcome = strategy.unlearner
          .unlearn(new UnlearningTask(model, state, removal, request.erased(), strategy.effort));
      return switch (outcome) {
        case UnlearningOutcome.Updated updated -> new Step(
            new Ready(strategy, setting, removal.retained(), updated.model(), updated.state()),
            measures(updated.report()));
        case UnlearningOutcome.RetrainRequired required -> retrained(removal.retained(), required);
        case UnlearningOutcome.NothingToForget nothing -> new Step(this, Map.of());
      };
    }

    private Step retrained(InteractionView retained, UnlearningOutcome.RetrainRequired required) {
      Map<String, Double> measures = measures(required.report());
      measures.put("retrain-required", 1.0);
      measures.put("retrain-required-" + word(required.reason()), 1.0);
      TrainedModel trained = Training.run(setting, retained, setting.config());
      measures.putAll(Training.measures(trained));
      return new Step(strategy.ready(setting, Rows.movable(trained.model()), retained), measures);
    }

    private static String word(RetrainReason reason) {
      return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What was measured; a number that was not is left out. */
    private static Map<String, Double> measures(UnlearningReport report) {
      Map<String, Double> measures = new HashMap<>();
      measures.put("hessian-products", (double) report.step().products());
      measures.put("iterations", (double) report.step().corrections());
      measures.put("residual", residual(report));
      measures.put("budget-used", report.residue().budgetUsed());
      measures.put("outside", report.outside());
      measures.put("gradient-left", report.gradientLeft());
      measures.put("damping", report.step().damping());
      measures.put("relative-step", report.step().relativeNorm());
      measures.values().removeIf(value -> Double.isNaN(value));
      return measures;
    }

    /** Of the gradient where that was followed to its end, else of the linear system. */
    private static double residual(UnlearningReport report) {
      return Double.isNaN(report.gradientResidual())
          ? report.residue().relative()
          : report.gradientResidual();
    }
  }
}
