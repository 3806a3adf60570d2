package io.lethe.kernels.nd4j.family;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.loss.GroupLoss;
import io.lethe.kernels.nd4j.autodiff.AutodiffModel;
import io.lethe.kernels.nd4j.autodiff.LossColumns;
import io.lethe.kernels.nd4j.autodiff.Network;
import io.lethe.kernels.nd4j.autodiff.NetworkParameters;
import io.lethe.spi.InteractionView;
import io.lethe.training.TermColumns;
import io.lethe.training.gradient.DrawnModel;
import io.lethe.training.gradient.Recipe;
import io.lethe.training.objective.LossTerms;
import java.util.List;
import java.util.stream.Stream;

/** A model of an {@link AutodiffPlugin}: scores and derivatives of a forward pass. Immutable. */
public final class NetworkModel extends AutodiffModel implements DrawnModel {

  private final Recipe recipe;
  private final GroupLoss loss;
  private final int epoch;

  NetworkModel(Recipe recipe, Network network, NetworkParameters parameters, GroupLoss loss) {
    this(recipe, network, parameters, loss, LossTerms.DERIVATIVES_EPOCH);
  }

  private NetworkModel(
      Recipe recipe, Network network, NetworkParameters parameters, GroupLoss loss, int epoch) {
    super(network, parameters, recipe.l2(), loss);
    this.recipe = recipe;
    this.loss = loss;
    this.epoch = epoch;
  }

  @Override
  public NetworkModel drawnFor(int other) {
    return new NetworkModel(recipe, network(), parameters(), loss, other);
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
    TermColumns columns = TermColumns.of(view, recipe.terms(), epoch);
    return new LossColumns(columns.users(), columns.items(), columns.labels());
  }

  @Override
  protected NetworkModel with(NetworkParameters changed) {
    return new NetworkModel(recipe, network(), changed, loss, epoch);
  }
}
