package io.lethe.engine.plugin;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Says which plugin ended the process: to be run while it ends, as a shutdown hook. The thread that called
 * {@link System#exit} then still waits in it, and its stack tells whose code called. A plugin that calls
 * {@link Runtime#halt} leaves nobody to say so.
 */
public final class ExitWitness implements Runnable {

  private final Consumer<String> line;

  /**
   * A witness.
   *
   * @param line told once at most
   */
  public ExitWitness(Consumer<String> line) {
    this.line = line;
  }

  @Override
  public void run() {
    Thread.getAllStackTraces().values().forEach(this::look);
  }

  private void look(StackTraceElement[] frames) {
    boolean exits = Arrays.stream(frames)
        .anyMatch(
            frame -> frame.getClassName().equals(Runtime.class.getName())
                && frame.getMethodName().equals("exit"));
    Optional<StackTraceElement> own = PluginTrace.own(frames);
    if (exits && own.isPresent()) {
      line.accept(
          PluginTrace.at(
              "plugin folder %s ended this process: its code called System.exit"
                  .formatted(PluginClassLoader.folder(own.get().getClassLoaderName())),
              own.get()));
    }
  }
}
