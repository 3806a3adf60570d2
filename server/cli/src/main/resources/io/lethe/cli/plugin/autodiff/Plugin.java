package @PACKAGE@;

import io.lethe.kernels.EmbeddingTable;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A network of a user's row, an item's row and layers: {@link @CLASS@Model#logits} is all of it. */
public final class @CLASS@Plugin extends GradientPlugin<@CLASS@Model> {

  private final NativeCalls calls = new NativeCalls();
  /** By width; a network holds no parameters, so that all models of a width share one. */
  private final Map<Integer, Network> networks = new ConcurrentHashMap<>();

  public @CLASS@Plugin() {
    super(@CLASS@Model.class);
  }

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

  /** Users and items first, then the layers of {@link #shape} in its order. */
  @Override
  protected List<RowBlock> blocks(OptionValues options) {
    int width = options.integer("factors", 1, 1024);
    return List.of(
        RowBlock.users(width), RowBlock.items(width),
        RowBlock.layer("hidden", width, width), RowBlock.bias("hidden-bias", width),
        RowBlock.layer("output", width, 1), RowBlock.bias("output-bias", 1));
  }

  private static NetworkShape shape(int width) {
    return new NetworkShape(
        width,
        List.of(
            new Layer("hidden", width, width), new Layer("hidden-bias", 1, width),
            new Layer("output", width, 1), new Layer("output-bias", 1, 1)));
  }

  @Override
  protected @CLASS@Model model(
      Recipe recipe, EntityKeys keys, List<EmbeddingTable> tables, PluginContext context) {
    int width = tables.getFirst().width();
    Network network = networks
        .computeIfAbsent(width, w -> new Network(shape(w), @CLASS@Model::logits, calls));
    return new @CLASS@Model(
        recipe, network,
        new NetworkParameters(tables.get(0), tables.get(1), tables.subList(2, tables.size())));
  }

  @Override
  protected List<EmbeddingTable> tables(@CLASS@Model model) {
    return model.tables();
  }

  @Override
  protected Recipe recipe(@CLASS@Model model) {
    return model.recipe();
  }
}
