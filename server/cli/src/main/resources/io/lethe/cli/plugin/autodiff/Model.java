package @PACKAGE@;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.nd4j.autodiff.AutodiffModel;
import io.lethe.kernels.nd4j.autodiff.Inputs;
import io.lethe.kernels.nd4j.autodiff.LossColumns;
import io.lethe.kernels.nd4j.autodiff.Network;
import io.lethe.kernels.nd4j.autodiff.NetworkParameters;
import io.lethe.spi.InteractionView;
import io.lethe.training.TermColumns;
import io.lethe.training.gradient.Recipe;
import io.lethe.training.objective.LossTerms;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Scores, and derivatives of them: both follow from the forward pass. */
final class @CLASS@Model extends AutodiffModel {

  private final Recipe recipe;

  @CLASS@Model(Recipe recipe, Network network, NetworkParameters parameters) {
    super(network, parameters, recipe.l2());
    this.recipe = recipe;
  }

  /** The whole model: a product of the rows beside a hidden layer of them. [pairs, 1] */
  static SDVariable logits(SameDiff graph, Inputs in) {
    SDVariable both = in.users().mul(in.items());
    SDVariable hidden = graph.math()
        .tanh(both.mmul(in.layer("hidden")).add(in.layer("hidden-bias")));
    return both.add(hidden).mmul(in.layer("output")).add(in.layer("output-bias"));
  }

  Recipe recipe() {
    return recipe;
  }

  List<EmbeddingTable> tables() {
    List<EmbeddingTable> tables = new ArrayList<>();
    tables.add(parameters().users());
    tables.add(parameters().items());
    tables.addAll(parameters().layers());
    return tables;
  }

  @Override
  protected LossColumns terms(InteractionView view) {
    TermColumns columns = TermColumns.of(view, recipe.terms(), LossTerms.DERIVATIVES_EPOCH);
    return new LossColumns(columns.users(), columns.items(), columns.labels());
  }

  @Override
  protected @CLASS@Model with(NetworkParameters changed) {
    return new @CLASS@Model(recipe, network(), changed);
  }
}
