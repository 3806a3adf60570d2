package io.lethe.engine.plugin;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderPlugin;
import java.util.Map;
import java.util.function.Supplier;

/** Calls into plugin code: nothing but {@link LetheException} comes out for what a plugin did. */
public final class PluginCalls {

  private PluginCalls() {}

  /**
   * Calls a plugin or one of its models.
   *
   * @throws LetheException of kind {@code OPTION_INVALID}, {@code CHECKPOINT_DAMAGED}, {@code
   *     CANCELLED}, {@code VERIFICATION_FAILED} (not finite) or {@code PLUGIN_FAILED}, naming the
   *     plugin. Only a {@link PluginException}'s message is passed on, which by contract names values
   *     and bounds; other messages might hold anything
   */
  public static <T> T call(RecommenderPlugin plugin, Supplier<T> call) {
    try {
      return call.get();
    } catch (PluginException expected) {
      throw new LetheException(
          kind(expected.kind()), "plugin %s: %s".formatted(plugin.name(), expected.getMessage()),
          Map.of("plugin", plugin.name()), expected);
    } catch (LetheException ours) {
      throw ours;
    } catch (RuntimeException | LinkageError | StackOverflowError failed) {
      throw new LetheException(
          ErrorKind.PLUGIN_FAILED,
          "plugin %s failed with %s".formatted(plugin.name(), failed.getClass().getName()),
          Map.of("plugin", plugin.name()), failed);
    }
  }

  private static ErrorKind kind(PluginException.Kind kind) {
    return switch (kind) {
      case INVALID_ARGUMENT -> ErrorKind.OPTION_INVALID;
      case DAMAGED_ARTIFACT -> ErrorKind.CHECKPOINT_DAMAGED;
      case CANCELLED -> ErrorKind.CANCELLED;
      case NOT_FINITE -> ErrorKind.VERIFICATION_FAILED;
    };
  }
}
