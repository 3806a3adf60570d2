package io.lethe.evaluation.strategy;

import io.lethe.spi.InteractionView;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.Refit;
import io.lethe.spi.RefittableModel;
import io.lethe.spi.Removal;
import io.lethe.spi.TrainedModel;
import java.util.HashMap;
import java.util.Map;

/**
 * The model's own refit, and where that says its result cannot be trusted a training anew within the
 * request's time, as the server does it. Left out is {@link RefittableModel#consolidate}: a server
 * does it once the new model answers.
 */
record RefitStrategy(String name) implements Strategy {

  @Override
  public Forgetful prepare(Setting setting) {
    return new Ready(
        name, setting, InteractionView.of(setting.training()),
        refittable(setting.original().model()));
  }

  private RefittableModel refittable(RecommenderModel model) {
    if (model instanceof RefittableModel refittable) {
      return refittable;
    }
    throw new PluginException(
        PluginException.Kind.INVALID_ARGUMENT, "strategy %s: models of %s do not refit themselves"
            .formatted(name, model.getClass().getSimpleName()));
  }

  private record Ready(
      String name, Setting setting, InteractionView interactions,
      RefittableModel model) implements Forgetful {

    @Override
    public Step forget(ForgetRequest request) {
      Removal removal = Removal.of(interactions, request.positions());
      try {
        Refit refit = model.refit(removal);
        return new Step(
            new Ready(name, setting, removal.retained(), refit.model()), measures(refit));
      } catch (PluginException untrusted) {
        if (untrusted.kind() != PluginException.Kind.NOT_FINITE) {
          throw untrusted;
        }
        return retrained(removal.retained());
      }
    }

    private Step retrained(InteractionView retained) {
      TrainedModel trained = Training.run(setting, retained, setting.config());
      Map<String, Double> measures = new HashMap<>(Training.measures(trained));
      measures.put("retrain-required", 1.0);
      RefittableModel next = new RefitStrategy(name).refittable(trained.model());
      return new Step(new Ready(name, setting, retained, next), measures);
    }

    private static Map<String, Double> measures(Refit refit) {
      return Map.of(
          "residual", refit.residual(), "exact", refit.exact() ? 1.0 : 0.0, "changed-rows",
          (double) refit.changedRows(), "dropped-rows", (double) refit.droppedRows());
    }
  }
}
