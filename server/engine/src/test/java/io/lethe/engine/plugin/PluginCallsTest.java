package io.lethe.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.tiny.TinyPlugin;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.ModelTrainer;
import io.lethe.spi.PluginContext;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import io.lethe.spi.TrainingConfig;
import io.lethe.spi.TrainingOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a caller is told of what a plugin threw. */
class PluginCallsTest {

  private static final String SECRET = "about ann@people.example";

  /** A plugin of the folder, for its author or not. */
  private record Hosted(RecommenderPlugin plugin, boolean toldWhole) implements HostedPlugin {

    @Override
    public String digest() {
      return "";
    }

    @Override
    public String file() {
      return "tiny.jar";
    }

    @Override
    public String name() {
      return plugin.name();
    }

    @Override
    public int spiVersion() {
      return plugin.spiVersion();
    }

    @Override
    public String version() {
      return plugin.version();
    }

    @Override
    public String description() {
      return plugin.description();
    }

    @Override
    public List<TrainingOption> options() {
      return plugin.options();
    }

    @Override
    public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
      return plugin.trainer(config, context);
    }

    @Override
    public ModelArtifact save(RecommenderModel model) {
      return plugin.save(model);
    }

    @Override
    public RecommenderModel load(
        ModelArtifact artifact, InteractionView trainedOn, PluginContext context) {
      return plugin.load(artifact, trainedOn, context);
    }
  }

  private static String told(boolean whole, String message) {
    LetheException failed = assertThrows(
        LetheException.class,
        () -> PluginCalls.call(new Hosted(TinyPlugin.differentiable(), whole), () -> {
          throw new IllegalStateException("outer", new ArithmeticException(message));
        }));
    assertEquals(ErrorKind.PLUGIN_FAILED, failed.kind());
    return String.valueOf(failed.getMessage());
  }

  @Test
  void thrown_isToldByItsClassAlone() {
    assertEquals("plugin tiny failed with java.lang.ArithmeticException", told(false, SECRET));
  }

  @Test
  void thrown_forItsAuthor_isToldWithMessagesCausesAndFrames() {
    String told = told(true, SECRET);
    assertTrue(
        told.startsWith("plugin tiny failed with java.lang.ArithmeticException: " + SECRET), told);
    assertTrue(told.contains("java.lang.IllegalStateException: outer"), told);
    assertTrue(told.contains("\n\tat io.lethe.engine.plugin.PluginCallsTest."), told);
  }

  @Test
  void thrown_forItsAuthor_isCutToWhatAnAnswerHolds() {
    String told = told(true, "x".repeat(100_000));
    assertTrue(told.length() < 2_200, () -> told.length() + " characters");
    assertTrue(told.endsWith("... (the server's log has the rest)"), told);
  }
}
