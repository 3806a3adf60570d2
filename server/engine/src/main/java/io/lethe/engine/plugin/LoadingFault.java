package io.lethe.engine.plugin;

import java.util.ServiceConfigurationError;

/** What a throwable says that came out of a plugin while it was loaded, in words for its author. */
final class LoadingFault {

  private LoadingFault() {}

  static String text(Throwable thrown) {
    Throwable cause = PluginTrace.innermost(thrown);
    String said = PluginTrace.withMessage(thrown);
    return switch (cause) {
      case UnsupportedClassVersionError newer -> "was compiled for a newer Java than "
          + Runtime.version().feature() + ": " + said;
      // Among them AbstractMethodError: a method that the contract has, and the plugin does not.
      case IncompatibleClassChangeError older ->
        "was compiled against another version of the SPI; compile it again against this one: "
            + said;
      case NoClassDefFoundError missing -> missing(said);
      case ClassNotFoundException missing -> missing(said);
      case ServiceConfigurationError wrong -> "failed while loading: " + wrong.getMessage();
      default -> "failed while loading: " + said;
    };
  }

  private static String missing(String said) {
    return "failed while loading: no jar in it holds a class that it needs: " + said;
  }
}
