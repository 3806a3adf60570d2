package io.lethe.client.plugin;

import java.util.Optional;

/**
 * What reading the server's plugin folder again meant for one plugin.
 *
 * @param plugin its name, such as {@code ease}; empty where nothing could be found out about it
 * @param version its own; empty likewise
 * @param digest a SHA-256 that names its code, 64 lower-case hexadecimal digits; empty likewise
 * @param entry its entry of the plugin folder: a folder, a zip or a jar
 * @param reason why it is refused, in words; empty for every other outcome
 */
public record PluginChange(
    Outcome outcome, String plugin, String version, String digest, String entry,
    Optional<String> reason) {

  /** What happened. */
  public enum Outcome {
    /** New: trainings may take it from now on. */
    ADDED,
    /** New, and another version or state of it has gone. */
    REPLACED,
    /** There as it was. */
    KEPT,
    /** No longer there: trainings cannot take it any more. */
    REMOVED,
    /** It cannot be used. */
    REFUSED,
    /** The server is newer than this client. */
    UNKNOWN
  }
}
