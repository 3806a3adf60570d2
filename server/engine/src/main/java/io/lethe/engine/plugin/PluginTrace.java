package io.lethe.engine.plugin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where in a plugin's own code something happened. Frames name code, never data. */
public final class PluginTrace {

  private PluginTrace() {}

  /** The innermost cause with its message, and the plugin's own line. For a plugin's author. */
  public static String withMessage(Throwable thrown) {
    return placed(innermost(thrown).toString(), thrown);
  }

  /** The same without the message, which might hold anything. */
  static String withoutMessage(Throwable thrown) {
    return placed(innermost(thrown).getClass().getName(), thrown);
  }

  /** Everything: all causes with their messages and all frames, over many lines. For its author. */
  public static String whole(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause : causes(thrown)) {
      text.append(text.isEmpty() ? "" : "Caused by: ").append(cause).append('\n');
      for (StackTraceElement frame : cause.getStackTrace()) {
        text.append("\tat ").append(frame).append('\n');
      }
    }
    return text.toString().stripTrailing();
  }

  /** Of the innermost cause, else of the first outer one that has a frame of a plugin. */
  private static String placed(String text, Throwable thrown) {
    return causes(thrown).reversed()
        .stream()
        .map(cause -> own(cause.getStackTrace()))
        .flatMap(Optional::stream)
        .findFirst()
        .map(frame -> at(text, frame))
        .orElse(text);
  }

  /** A text with a place. */
  public static String at(String text, StackTraceElement frame) {
    return "%s at %s.%s(%s:%d)".formatted(
        text, frame.getClassName(), frame.getMethodName(), frame.getFileName(),
        frame.getLineNumber());
  }

  /** The topmost frame of a plugin's own code. */
  public static Optional<StackTraceElement> own(StackTraceElement[] frames) {
    return Arrays.stream(frames)
        .filter(frame -> PluginClassLoader.isNamed(frame.getClassLoaderName()))
        .findFirst();
  }

  /** The cause of all. */
  public static Throwable innermost(Throwable thrown) {
    return causes(thrown).getLast();
  }

  /** From the outermost to the innermost. */
  private static List<Throwable> causes(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> causes = new ArrayList<>();
    for (Throwable each = thrown; each != null && seen.add(each); each = each.getCause()) {
      causes.add(each);
    }
    return causes;
  }
}
