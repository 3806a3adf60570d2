package io.lethe.evaluation.strategy;

import io.lethe.evaluation.strategy.InfluenceSystem.Formulation;
import io.lethe.evaluation.strategy.InfluenceSystem.Neighbourhood;
import io.lethe.evaluation.strategy.InfluenceSystem.Request;
import io.lethe.kernels.Kernels;
import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.Removal;
import java.util.HashMap;
import java.util.Map;

/**
 * The methods that share IFRU's published solver, {@link AdamPath}, and differ in the system it is
 * given.
 *
 * @param formulation the system
 * @param options of solver and selection
 */
record AdamInfluence(String name, Formulation formulation, AdamOptions options, Kernels kernels)
    implements
      Strategy {

  private static final int PATIENCE = 11;
  private static final int ITERATIONS_MAX = 5000;

  @Override
  public Forgetful prepare(Setting setting) {
    return new Ready(
        this, setting, ValidationAuc.of(setting.validation(), setting.threshold()),
        InteractionView.of(setting.training()), Rows.movable(setting.original().model()));
  }

  private record Ready(
      AdamInfluence strategy, Setting setting, ValidationAuc validation,
      InteractionView interactions, DifferentiableModel model) implements Forgetful {

    @Override
    public Step forget(ForgetRequest request) {
      Removal removal = Removal.of(interactions, request.positions());
      Neighbourhood selection = strategy.options.neighbourhood(Graphs.propagates(model));
      InfluenceSystem system = strategy.formulation
          .of(new Request(model, removal, request.erased(), selection, setting.threshold()));
      AdamPath path = new AdamPath(
          strategy.options.stepSizeFor(system.interactions()), PATIENCE, ITERATIONS_MAX);
      AdamPath.Found found = path.follow(
          strategy.kernels, system.hessian(), system.rightHandSide(),
          solution -> validation.of(system.moved(solution)));
      Forgetful next = new Ready(
          strategy, setting, validation, removal.retained(), system.moved(found.solution()));
      return new Step(next, measures(found, path.stepSize()));
    }

    private static Map<String, Double> measures(AdamPath.Found found, double stepSize) {
      Map<String, Double> measures = new HashMap<>();
      measures.put("hessian-products", (double) found.iterations());
      measures.put("iterations", (double) found.iterations());
      measures.put("best-iteration", (double) found.best());
      measures.put("step-size", stepSize);
      if (!Double.isNaN(found.residual())) {
        measures.put("residual", found.residual());
      }
      return measures;
    }
  }
}
