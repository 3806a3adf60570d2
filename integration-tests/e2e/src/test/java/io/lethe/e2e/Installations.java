package io.lethe.e2e;

import io.lethe.client.TrainingRequest;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives whoever asks an {@link Installation} of their own, with a trained model. Importing and training
 * are done once in this process, by the distribution, and copied.
 */
final class Installations implements ParameterResolver {

  /** Enough to beat chance on the ratings, quickly. */
  static final Map<String, String> TRAINING_OPTIONS = Map
      .of("factors", "8", "epochs-max", "30", "learning-rate", "0.01", "batch-size", "256");

  static final Duration TRAINING_MAX = Duration.ofMinutes(5);

  private static final Namespace NAMESPACE = Namespace.create(Installations.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
    return parameter.getParameter().getType() == Installation.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
    // The session's store: Surefire hands over one class at a time, and to each its own root.
    return extension.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(Trained.class, key -> Trained.make(), Trained.class)
        .copy();
  }

  /** The installation that is copied. Closing it deletes it with all copies. */
  record Trained(
      Path folder, Installation original, AtomicInteger copies) implements AutoCloseable {

    static Trained make() {
      try {
        Path folder = Files.createTempDirectory("lethe-e2e-").toRealPath();
        Distribution distribution = Distribution.built();
        Installation original = new Installation(
            distribution, folder.resolve("original"), distribution.plugins());
        train(original, folder.resolve("ratings.csv"));
        return new Trained(folder, original, new AtomicInteger());
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while training", interrupted);
      }
    }

    private static void train(Installation installation, Path csv)
        throws IOException, InterruptedException {
      new SyntheticRatings().writeCsv(csv);
      Distribution.Ended imported = installation
          .run("import", csv.toString(), "--model", Installation.MODEL);
      if (imported.exitCode() != 0) {
        throw new IllegalStateException("the import failed: " + imported.text());
      }
      try (Server server = installation.serve()) {
        server.client()
            .train(TrainingRequest.of(Installation.MODEL, "mf").with(TRAINING_OPTIONS).from(7))
            .await(progress -> {}, TRAINING_MAX);
      }
    }

    Installation copy() {
      try {
        return original.copyTo(folder.resolve("copy-" + copies.incrementAndGet()));
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    @Override
    public void close() {
      Folders.delete(folder);
    }
  }
}
