package io.lethe.engine.lifecycle;

import static io.lethe.engine.lifecycle.World.MODEL;
import static io.lethe.engine.lifecycle.World.active;
import static io.lethe.engine.lifecycle.World.request;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.catalog.AttributeValue;
import io.lethe.engine.catalog.CatalogItem;
import io.lethe.engine.data.EntityIds;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.memory.FaultPlan;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import io.lethe.spi.items.FeatureRequest;
import io.lethe.spi.items.ItemFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a family sees of its items: frozen with a training, kept with the version, gone with an item. */
class DescribedItemsTest {

  private static final String ERASED = "item-2";

  private final World world = new World();
  private final Watching plugin = new Watching();
  private Engine engine = started();

  /** The tiny family, which asks for features and notes what it was given. */
  private static final class Watching implements RecommenderPlugin {

    private final TinyPlugin tiny = TinyPlugin.differentiable();
    private final List<ItemFeatures> trained = new ArrayList<>();
    private final List<ItemFeatures> loaded = new ArrayList<>();
    private String sources = FeatureRequest.ALL;

    @Override
    public String name() {
      return tiny.name();
    }

    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public String version() {
      return tiny.version();
    }

    @Override
    public String description() {
      return tiny.description();
    }

    @Override
    public List<TrainingOption> options() {
      return tiny.options();
    }

    @Override
    public Optional<FeatureRequest> itemFeatures(TrainingConfig config) {
      return Optional.of(FeatureRequest.of(sources, 100));
    }

    @Override
    public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
      ModelTrainer trainer = tiny.trainer(config, context);
      return (data, progress) -> {
        trained.add(data.itemFeatures());
        return trainer.train(data, progress);
      };
    }

    @Override
    public ModelArtifact save(RecommenderModel model) {
      return tiny.save(model);
    }

    @Override
    public RecommenderModel load(
        ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
      loaded.add(trainedOn.all().itemFeatures());
      return tiny.load(artifact, trainedOn, context);
    }
  }

  private Engine started() {
    Engine next = world.engine(FaultPlan.none(), world.work, World.config(), plugin);
    next.start();
    return next;
  }

  @AfterEach
  void close() {
    engine.close();
    world.close();
  }

  private void list(String id, String... categories) {
    engine.catalogs()
        .update(
            MODEL,
            List.of(
                new CatalogItem(
                    id, List.of(categories), Map.of("age", new AttributeValue.Decimal(7)), true,
                    null)));
  }

  private void train() {
    engine.intake().add(MODEL, World.ratings(1));
    list("item-1", "drama", "old");
    list(ERASED, "drama", "secret");
    list("item-3", "secret");
    World.train(engine, "tiny");
  }

  private ItemFeatures ofActive() {
    return active(engine).content().data().index().itemFeatures();
  }

  private EntityIds stored() {
    return world.checkpoints.read(active(engine).id()).checkpoint().ids();
  }

  private void erase(ErasureTarget target, ErasureMethod method) {
    var id = engine.erasures().accept(request(1, target, method)).id();
    world.work.runAll();
    assertEquals(ErasureState.COMPLETED, engine.erasures().get(id).state());
  }

  @Test
  void training_seesTheCatalogueOfItsMoment_andTheVersionKeepsIt() {
    train();
    ItemFeatures table = ofActive();
    assertEquals(List.of("attr:age", "category:drama", "category:secret"), table.names());
    assertEquals(table, plugin.trained.getLast());
    assertEquals(table, stored().features());
    assertEquals(3.0, active(engine).manifest().metrics().get("item-features"));
    assertEquals(3.0, active(engine).manifest().metrics().get("described-items"));
    list("item-1", "comedy");
    engine.close();
    engine = started();
    assertEquals(table, plugin.loaded.getLast(), "as it was trained, whatever the catalogue says");
    assertEquals(table, ofActive());
  }

  @Test
  void erasedItem_byAnUpdate_takesItsFeaturesAlong() {
    train();
    int item = active(engine).content().data().index().item(ERASED);
    erase(new ErasureTarget.Item(ERASED), ErasureMethod.AUTO);
    assertEquals(0, ofActive().of(item).length);
    assertEquals(0, stored().features().of(item).length);
    assertEquals("", stored().items().get(item));
    assertEquals(List.of("attr:age", "category:drama", "category:secret"), ofActive().names());
    engine.close();
    engine = started();
    assertEquals(0, plugin.loaded.getLast().of(item).length);
  }

  @Test
  void featureOfErasedItemsAlone_losesItsName() {
    train();
    erase(new ErasureTarget.Item(ERASED), ErasureMethod.AUTO);
    engine.erasures().accept(request(2, new ErasureTarget.Item("item-3")));
    world.work.runAll();
    assertEquals(List.of("attr:age", "category:drama", ""), stored().features().names());
  }

  @Test
  void retraining_forAnErasure_seesTheVersionsTableWithoutTheItem() {
    train();
    list("item-1", "comedy");
    list("item-4", "comedy");
    erase(new ErasureTarget.Item(ERASED), ErasureMethod.RETRAIN);
    ItemFeatures seen = plugin.trained.getLast();
    assertEquals(List.of("attr:age", "category:drama", "category:secret"), seen.names());
    assertEquals(2, seen.described());
    int item = active(engine).content().data().index().item("item-1");
    assertArrayEquals(new int[]{0, 1}, seen.of(item));
    assertEquals(seen, stored().features());
    assertFalse(stored().items().contains(ERASED));
  }

  @Test
  void nextTraining_seesTheCatalogueAnew() {
    train();
    list("item-1", "comedy");
    list("item-4", "comedy");
    World.train(engine, "tiny");
    assertEquals(
        List.of("attr:age", "category:comedy", "category:secret"),
        plugin.trained.getLast().names());
  }

  @Test
  void training_emptyCatalogue_isOfInteractionsAlone() {
    engine.intake().add(MODEL, World.ratings(1));
    World.train(engine, "tiny");
    assertEquals(ItemFeatures.NONE, plugin.trained.getLast());
    assertEquals(0.0, active(engine).manifest().metrics().get("item-features"));
  }

  @Test
  void training_ofASourceThatIsNotThere_isRefused() {
    train();
    plugin.sources = "attr:ages";
    LetheException refused = assertThrows(LetheException.class, () -> World.train(engine, "tiny"));
    assertEquals(ErrorKind.OPTION_INVALID, refused.kind());
  }
}
