package io.lethe.evaluation.strategy;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.EmbeddingModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterDelta;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import java.util.Map;

/**
 * The control that does what any server must: the rows of erased users and items, and of those
 * without an interaction left, become zero (their final embeddings, where the model has such), and
 * nothing else moves. A forget set that leaves everybody some interactions changes nothing.
 */
record RowDrop(String name) implements Strategy {

  @Override
  public Forgetful prepare(Setting setting) {
    DifferentiableModel model = Rows.movable(setting.original().model());
    return new Dropping(InteractionView.of(setting.training()), model);
  }

  private record Dropping(
      InteractionView interactions, DifferentiableModel model) implements Forgetful {

    @Override
    public Step forget(ForgetRequest request) {
      Removal removal = Removal.of(interactions, request.positions());
      Rows gone = Rows.gone(removal, request.erased());
      return new Step(new Dropping(removal.retained(), without(gone, removal)), Map.of());
    }

    private DifferentiableModel without(Rows gone, Removal removal) {
      if (model instanceof EmbeddingModel embeddings) {
        ParameterSelection none = Rows.none().in(embeddings.inFinalSpace().layout());
        ParameterSelection dropped = gone.in(none.layout());
        return embeddings
            .withFinalDelta(removal.retained(), new ParameterDelta(none, new float[0], dropped));
      }
      ParameterSelection none = Rows.none().in(model.layout());
      return model.withDelta(new ParameterDelta(none, new float[0], gone.in(model.layout())));
    }
  }
}
