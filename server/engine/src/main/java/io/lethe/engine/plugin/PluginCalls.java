package io.lethe.engine.plugin;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.spi.PluginException;
import io.lethe.spi.RecommenderPlugin;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls into plugin code: nothing but {@link LetheException} comes out for what a plugin did. */
public final class PluginCalls {

  private static final Logger LOG = LoggerFactory.getLogger(PluginCalls.class);
  /** Characters: what gRPC's headers, 8 KiB of them, hold twice, once in base64. */
  private static final int TOLD_MAX = 2_000;

  private PluginCalls() {}

  /**
   * Calls a plugin or one of its models.
   *
   * @throws LetheException of kind {@code OPTION_INVALID}, {@code CHECKPOINT_DAMAGED}, {@code
   *     CANCELLED}, {@code VERIFICATION_FAILED} (not finite) or {@code PLUGIN_FAILED}, naming the
   *     plugin. Only a {@link PluginException}'s message is passed on, which by contract names values
   *     and bounds; other messages might hold anything: of these the class and the plugin's own line
   *     are told,
   *     and all of it where the server is its author's
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
    } catch (OutOfMemoryError full) {
      // Nothing is kept of it: its stack may hold what filled the memory.
      throw new LetheException(
          ErrorKind.PLUGIN_FAILED,
          "plugin %s asked for more memory than there is".formatted(plugin.name()),
          Map.of("plugin", plugin.name()));
    } catch (RuntimeException failed) {
      throw failed(plugin, failed);
    } catch (Error failed) {
      if (isHosts(failed)) {
        throw failed;
      }
      throw failed(plugin, failed);
    }
  }

  private static LetheException failed(RecommenderPlugin plugin, Throwable failed) {
    return new LetheException(
        ErrorKind.PLUGIN_FAILED,
        "plugin %s failed with %s".formatted(plugin.name(), told(plugin, failed)),
        Map.of("plugin", plugin.name()), failed);
  }

  /** To its author as much as an answer holds, and the log all of it. */
  private static String told(RecommenderPlugin plugin, Throwable failed) {
    if (!(plugin instanceof HostedPlugin hosted && hosted.toldWhole())) {
      return PluginTrace.withoutMessage(failed);
    }
    String whole = PluginTrace.withMessage(failed) + "\n" + PluginTrace.whole(failed);
    LOG.warn("plugin {} failed: {}", plugin.name(), whole);
    return whole.length() <= TOLD_MAX
        ? whole
        : whole.substring(0, TOLD_MAX) + " ... (the server's log has the rest)";
  }

  /** An error of the server's own kind is not the plugin's, whoever was called meanwhile. */
  private static boolean isHosts(Error failed) {
    return Objects.equals(failed.getClass().getClassLoader(), PluginCalls.class.getClassLoader());
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
