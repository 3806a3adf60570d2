package io.lethe.kernels.nd4j.family;

import io.lethe.kernels.loss.Loss;
import io.lethe.kernels.nd4j.autodiff.Inputs;
import io.lethe.spi.TrainingOption;
import io.lethe.training.OptionValues;
import io.lethe.training.gradient.RowBlock;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** A product of rows beside a hidden layer of them; its loss is an option of its own. */
public final class TinyFamily extends AutodiffPlugin {

  /** As {@link java.util.ServiceLoader} asks for it. */
  public TinyFamily() {}

  @Override
  public String name() {
    return "tiny";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public String description() {
    return "a small network";
  }

  @Override
  protected List<TrainingOption> ownOptions() {
    return List.of(new TrainingOption("loss", "pairwise", "of the scores"));
  }

  @Override
  protected Loss loss(OptionValues options) {
    return options.choice("loss", Loss.class);
  }

  @Override
  protected List<RowBlock> layers(OptionValues options) {
    int width = options.integer("factors", 1, 1024);
    return List.of(
        RowBlock.layer("hidden", width, width), RowBlock.bias("hidden-bias", width),
        RowBlock.layer("output", width, 1));
  }

  @Override
  protected SDVariable logits(SameDiff graph, Inputs in, OptionValues options) {
    SDVariable both = in.users().mul(in.items());
    SDVariable hidden = graph.math()
        .tanh(both.mmul(in.layer("hidden")).add(in.layer("hidden-bias")));
    return both.add(hidden).mmul(in.layer("output"));
  }
}
