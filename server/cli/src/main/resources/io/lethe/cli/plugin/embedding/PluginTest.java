package @PACKAGE@;

import io.lethe.spi.RecommenderPlugin;
import io.lethe.testkit.DifferentiablePluginContract;
import java.util.Map;
import java.util.OptionalDouble;

/** The whole contract: options, training, saving, lists, and every derivative. */
class @CLASS@PluginTest extends DifferentiablePluginContract {

  @Override
  protected RecommenderPlugin plugin() {
    return new @CLASS@Plugin();
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("factors", "8", "negatives", "2", "l2", "1");
  }

  /** A ProductModel answers for histories, too, and nearly as for the users they are of. */
  @Override
  protected OptionalDouble ownHistoryDistance() {
    return OptionalDouble.of(.25);
  }

  /** And it takes in new interactions without a training. */
  @Override
  protected boolean learns() {
    return true;
  }

  /** And it tells which rows moved, so that a server keeps the other users' answers. */
  @Override
  protected boolean tellsWhatMoved() {
    return true;
  }
}
