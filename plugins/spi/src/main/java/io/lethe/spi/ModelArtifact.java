package io.lethe.spi;

import java.util.List;
import java.util.Map;

/**
 * A model as a checkpoint holds it.
 *
 * @param plugin name of the plugin that can load it
 * @param formatVersion the plugin's own version of properties and tensors
 * @param properties small facts as text, such as hyper-parameters
 * @param tensors the parameters
 */
public record ModelArtifact(
    String plugin, int formatVersion, Map<String, String> properties, List<Tensor> tensors) {

  public ModelArtifact {
    properties = Map.copyOf(properties);
    tensors = List.copyOf(tensors);
  }

  /**
   * The tensor of a name.
   *
   * @throws PluginException of kind {@code DAMAGED_ARTIFACT} if there is none
   */
  public Tensor tensor(String name) {
    return tensors.stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new PluginException(
                PluginException.Kind.DAMAGED_ARTIFACT, "tensor " + name + " is missing"));
  }
}
