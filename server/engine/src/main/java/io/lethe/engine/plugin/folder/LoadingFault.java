package io.lethe.engine.plugin.folder;

import io.lethe.engine.plugin.PluginTrace;
import java.util.ServiceConfigurationError;

/** What a throwable says that came out of a plugin while it was loaded, in words for its author. */
final class LoadingFault {

  private LoadingFault() {}

  static String text(Throwable thrown) {
    Throwable cause = PluginTrace.innermost(thrown);
    String said = PluginTrace.withMessage(thrown);
    return switch (cause) {
      case UnsupportedClassVersionError _ ->
        "was compiled for a newer Java than " + Runtime.version().feature() + ": " + said;
      // Among them AbstractMethodError: a method that the contract has, and the plugin does not.
      case IncompatibleClassChangeError _ ->
        "was compiled against another version of the SPI; compile it again against this one: "
            + said;
      case NoClassDefFoundError _ -> missing(said);
      case ClassNotFoundException _ -> missing(said);
      case NoSuchMethodException _ ->
        "failed while loading: its class has no public constructor without parameters: " + said;
      case ServiceConfigurationError wrong -> "failed while loading: " + wrong.getMessage();
      default -> "failed while loading: " + said;
    };
  }

  private static String missing(String said) {
    return "failed while loading: no jar in it holds a class that it needs: " + said;
  }
}
