package io.lethe.plugins.neumf;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.nd4j.autodiff.AutodiffModel;
import io.lethe.kernels.nd4j.autodiff.LossColumns;
import io.lethe.kernels.nd4j.autodiff.Network;
import io.lethe.kernels.nd4j.autodiff.NetworkParameters;
import io.lethe.spi.InteractionView;
import io.lethe.training.TermColumns;
import io.lethe.training.objective.LossTerms;
import java.util.Objects;

/** A trained network: served in plain Java, differentiated by ND4J. Immutable. */
final class NeumfModel extends AutodiffModel {

  private final NeumfShape shape;
  private final PlainForward forward;

  NeumfModel(NeumfShape shape, Network network, NetworkParameters parameters) {
    super(network, parameters, shape.l2(), shape.groupLoss());
    this.shape = shape;
    this.forward = new PlainForward(
        shape, parameters.layers().stream().map(TrainedArrays::values).toList());
  }

  NeumfShape shape() {
    return shape;
  }

  @Override
  protected LossColumns terms(InteractionView view) {
    TermColumns columns = TermColumns.of(view, shape.terms(), LossTerms.DERIVATIVES_EPOCH);
    return new LossColumns(columns.users(), columns.items(), columns.labels());
  }

  @Override
  protected NeumfModel with(NetworkParameters changed) {
    return new NeumfModel(shape, network(), changed);
  }

  @Override
  public void score(int user, int[] items, float[] scores) {
    Objects.checkIndex(user, userCount());
    EmbeddingTable users = parameters().users();
    forward.score(users.pageOf(user), users.offsetOf(user), parameters().items(), items, scores);
  }
}
