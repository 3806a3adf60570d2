package io.lethe.kernels.nd4j.family;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.loss.GroupLoss;
import io.lethe.kernels.nd4j.autodiff.AutodiffModel;
import io.lethe.kernels.nd4j.autodiff.LossColumns;
import io.lethe.kernels.nd4j.autodiff.Network;
import io.lethe.kernels.nd4j.autodiff.NetworkParameters;
import io.lethe.spi.InteractionView;
import io.lethe.training.TermColumns;
import io.lethe.training.gradient.Recipe;
import io.lethe.training.objective.LossTerms;
import java.util.List;
import java.util.stream.Stream;

/** A model of an {@link AutodiffPlugin}: scores and derivatives of a forward pass. Immutable. */
public final class NetworkModel extends AutodiffModel {

  private final Recipe recipe;
  private final GroupLoss loss;

  NetworkModel(Recipe recipe, Network network, NetworkParameters parameters, GroupLoss loss) {
    super(network, parameters, recipe.l2(), loss);
    this.recipe = recipe;
    this.loss = loss;
  }

  Recipe recipe() {
    return recipe;
  }

  List<EmbeddingTable> tables() {
    return Stream
        .concat(
            Stream.of(parameters().users(), parameters().items()), parameters().layers().stream())
        .toList();
  }

  @Override
  protected LossColumns terms(InteractionView view) {
    TermColumns columns = TermColumns.of(view, recipe.terms(), LossTerms.DERIVATIVES_EPOCH);
    return new LossColumns(columns.users(), columns.items(), columns.labels());
  }

  @Override
  protected NetworkModel with(NetworkParameters changed) {
    return new NetworkModel(recipe, network(), changed, loss);
  }
}
