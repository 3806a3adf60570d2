package @PACKAGE@;

import io.lethe.kernels.loss.Loss;
import io.lethe.kernels.nd4j.autodiff.Inputs;
import io.lethe.kernels.nd4j.family.AutodiffPlugin;
import io.lethe.training.OptionValues;
import io.lethe.training.gradient.RowBlock;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** A network of a user's row, an item's row and layers; its derivatives follow. */
public final class @CLASS@Plugin extends AutodiffPlugin {

  @Override
  public String name() {
    return "@NAME@";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public String description() {
    return "a network of users' and items' rows, differentiated by ND4J";
  }

  @Override
  protected List<RowBlock> layers(OptionValues options) {
    int width = options.integer("factors", 1, 1024);
    return List.of(
        RowBlock.layer("hidden", width, width), RowBlock.bias("hidden-bias", width),
        RowBlock.layer("output", width, 1)@OUTPUT_BIAS_LAYER@);
  }

  /** The whole model: a product of the rows beside a hidden layer of them. [pairs, 1] */
  @Override
  protected SDVariable logits(SameDiff graph, Inputs in, OptionValues options) {
    SDVariable both = in.users().mul(in.items());
    SDVariable hidden = graph.math()
        .tanh(both.mmul(in.layer("hidden")).add(in.layer("hidden-bias")));
    return both.add(hidden).mmul(in.layer("output"))@OUTPUT_BIAS@;
  }

  @Override
  protected Loss loss(OptionValues options) {
    return Loss.@LOSS@;
  }
}
