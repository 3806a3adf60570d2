package io.lethe.kernels.nd4j.family;

import io.lethe.kernels.EmbeddingTable;
import io.lethe.kernels.loss.GroupLoss;
import io.lethe.kernels.loss.Loss;
import io.lethe.kernels.nd4j.autodiff.Inputs;
import io.lethe.kernels.nd4j.autodiff.NativeCalls;
import io.lethe.kernels.nd4j.autodiff.Network;
import io.lethe.kernels.nd4j.autodiff.NetworkParameters;
import io.lethe.kernels.nd4j.autodiff.NetworkShape;
import io.lethe.kernels.nd4j.autodiff.NetworkShape.Layer;
import io.lethe.spi.EntityKeys;
import io.lethe.spi.PluginContext;
import io.lethe.training.OptionValues;
import io.lethe.training.gradient.GradientPlugin;
import io.lethe.training.gradient.Recipe;
import io.lethe.training.gradient.RowBlock;
import io.lethe.training.objective.Objective;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A model family whose author writes its layers and its forward pass, and may choose its loss. Users'
 * and items' rows are {@code factors} numbers long. The options that its methods are given hold {@code
 * factors} and the family's own; others have their defaults there.
 */
public abstract class AutodiffPlugin extends GradientPlugin<NetworkModel> {

  private static final String FACTORS = "factors";
  private static final int NETWORKS_MAX = 4;

  private final NativeCalls calls = new NativeCalls();
  /** The looks used last: a network holds no parameters, so all models of a look share one. */
  private final Map<Look, Network> networks = new LinkedHashMap<>(16, 0.75f, true);

  private record Look(int factors, Map<String, String> own, int features) {}

  /** A family. */
  protected AutodiffPlugin() {
    super(NetworkModel.class);
  }

  /**
   * The dense layers that all interactions share, in the order in which a model lists them. {@link
   * RowBlock#features} is one with a row per feature of items, which is absent where there are none.
   */
  protected abstract List<RowBlock> layers(OptionValues options);

  /**
   * The network; {@link io.lethe.kernels.nd4j.autodiff.ForwardPass} has its rules.
   *
   * @return logits, {@code [pairs, 1]}
   */
  protected abstract SDVariable logits(SameDiff graph, Inputs in, OptionValues options);

  /**
   * The loss of an interaction's score and of those of the items drawn against it. One that compares
   * them does not see a number that is added to all: a network under it has no bias of its output.
   */
  protected Loss loss(OptionValues options) {
    return Loss.LOGISTIC;
  }

  @Override
  protected final List<RowBlock> blocks(OptionValues options) {
    int width = options.integer(FACTORS, 1, 1024);
    Loss loss = loss(options);
    if (loss.compares() && options.choice("objective", Objective.class) == Objective.EXPLICIT) {
      throw OptionValues.refusal(
          "option objective = explicit, which draws no items, and a %s loss, which compares with them"
              .formatted(OptionValues.name(loss)));
    }
    List<RowBlock> blocks = new ArrayList<>(List.of(RowBlock.users(width), RowBlock.items(width)));
    blocks.addAll(layers(options));
    return List.copyOf(blocks);
  }

  @Override
  protected final NetworkModel model(
      Recipe recipe, EntityKeys keys, List<EmbeddingTable> tables, PluginContext context) {
    int width = tables.getFirst().width();
    Map<String, String> given = new HashMap<>(recipe.own());
    given.put(FACTORS, Integer.toString(width));
    OptionValues options = new OptionValues(options(), given);
    return new NetworkModel(
        recipe, network(new Look(width, recipe.own(), recipe.features().count()), options),
        new NetworkParameters(
            tables.get(0), tables.get(1), tables.subList(2, tables.size()), recipe.features()),
        new GroupLoss(loss(options), 1 + recipe.terms().sampled()));
  }

  private Network network(Look look, OptionValues options) {
    synchronized (networks) {
      Network network = networks.get(look);
      if (network == null) {
        List<Layer> layers = RowBlock.over(layers(options), look.features())
            .stream()
            .map(block -> new Layer(block.name(), block.rows(), block.width()))
            .toList();
        network = new Network(
            new NetworkShape(look.factors(), layers, look.features()),
            (graph, in) -> logits(graph, in, options), calls);
        networks.put(look, network);
        if (networks.size() > NETWORKS_MAX) {
          networks.remove(networks.keySet().iterator().next());
        }
      }
      return network;
    }
  }

  @Override
  protected final List<EmbeddingTable> tables(NetworkModel model) {
    return model.tables();
  }

  @Override
  protected final Recipe recipe(NetworkModel model) {
    return model.recipe();
  }
}
