package io.lethe.plugins.lightgcn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ModelArtifact;
import io.lethe.spi.PluginContext;
import io.lethe.spi.PluginException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LightGcnArtifactsTest {

  private final LightGcnPlugin plugin = new LightGcnPlugin();
  private final InteractionView view = TinyGraphs.twoComponents();
  private final ModelArtifact saved = plugin.save(TinyGraphs.model(view, 2, 4));

  private void assertDamaged(ModelArtifact artifact, String message) {
    PluginContext context = new PluginContext(Runnable::run, 1, InstantSource.system());
    PluginException refusal = assertThrows(
        PluginException.class, () -> plugin.load(artifact, view, context));
    assertEquals(PluginException.Kind.DAMAGED_ARTIFACT, refusal.kind());
    assertEquals(message, refusal.getMessage());
  }

  private ModelArtifact with(String property, String value) {
    Map<String, String> properties = new HashMap<>(saved.properties());
    properties.put(property, value);
    return new ModelArtifact("lightgcn", 1, properties, saved.tensors());
  }

  private ModelArtifact without(String tensor) {
    return new ModelArtifact(
        "lightgcn", 1, saved.properties(),
        saved.tensors().stream().filter(each -> !each.name().equals(tensor)).toList());
  }

  @Test
  void load_badProperties_areRefused() {
    assertDamaged(with("layers", "5"), "properties: property layers = 5 is outside 1..4");
    assertDamaged(
        with("layers", "two"), "properties: property layers = 'two' is not a whole number");
    assertDamaged(with("l2", "-1"), "properties: option l2 = -1 is outside 0.0..1000000.0");
    assertDamaged(
        new ModelArtifact("lightgcn", 2, saved.properties(), saved.tensors()),
        "format version 2; this plugin reads 1");
  }

  @Test
  void load_missingTensor_isRefused() {
    assertDamaged(without("final-user"), "tensor final-user is missing");
    assertDamaged(without("final-item"), "tensor final-item is missing");
    assertDamaged(without("item"), "tensor item is missing");
  }
}
