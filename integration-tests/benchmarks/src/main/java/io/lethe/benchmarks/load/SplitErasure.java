package io.lethe.benchmarks.load;

import io.lethe.benchmarks.figures.Console;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget;
import io.lethe.client.LetheClient;
import io.lethe.client.ModelVersion;
import io.lethe.client.TrainingRequest;
import io.lethe.client.UnlearningMethod;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The forget set of a fixed split, through a real server: from the accepted request to the new
 * version answering, several times on models of their own (the first on a cold server), then by
 * retraining.
 */
final class SplitErasure {

  private static final Map<String, String> OPTIONS = Map
      .of("objective", "explicit", "threshold", "0.5", "factors", "48");
  private static final Duration WAIT_MAX = Duration.ofMinutes(10);
  private static final int MODELS = 8;

  private final Path launcher;
  private final Path split;
  private final Path data;

  SplitErasure(Path launcher, Path split, Path data) {
    this.launcher = launcher;
    this.split = split;
    this.data = data;
  }

  void run() throws IOException, InterruptedException {
    Path training = data.resolveSibling(data.getFileName() + "-training.csv");
    List<String> forget = lines("train_random").toList();
    try (BufferedWriter out = Files.newBufferedWriter(training)) {
      out.write("user,item,rating\n");
      Stream.concat(lines("train_normal"), forget.stream()).forEach(line -> write(out, line));
    }
    for (int k = 0; k <= MODELS; k++) {
      ServerProcess.run(launcher, data, "import", training.toString(), "--model", name(k));
    }
    List<ForgetTarget.Interaction> pairs = forget.stream()
        .map(line -> line.split(",", -1))
        .map(cells -> new ForgetTarget.Interaction(cells[0], cells[1]))
        .toList();
    try (ServerProcess server = ServerProcess.start(launcher, data);
        LetheClient client = server.client()) {
      for (int k = 0; k <= MODELS; k++) {
        train(client, name(k));
      }
      for (int k = 0; k <= MODELS; k++) {
        erase(client, name(k), pairs, k == MODELS);
      }
    }
  }

  private static void train(LetheClient client, String model) {
    ModelVersion version = client.train(TrainingRequest.of(model, "mf").with(OPTIONS))
        .await(progress -> {}, WAIT_MAX);
    Console.line(
        "%s trained in %d ms, validation AUC %.4f", model,
        version.metrics().buildTime().orElse(Duration.ZERO).toMillis(),
        version.metrics().validationAuc().orElse(Double.NaN));
  }

  private static void erase(
      LetheClient client, String model, List<ForgetTarget.Interaction> pairs, boolean retrain) {
    UnlearningMethod method = retrain ? UnlearningMethod.RETRAIN : UnlearningMethod.INFLUENCE;
    ErasureRequest request = ErasureRequest.ofInteractions(model, pairs).by(method);
    Erasure erasure = client.unlearn(request).await(state -> {}, WAIT_MAX);
    Console.line(
        "%s %s: %d interactions, accepted to live %.1f ms", model, erasure.usedMethod(),
        erasure.counts().interactions(), ErasureLatency.acceptedToLive(erasure).toNanos() / 1e6);
    StringBuilder phases = new StringBuilder();
    for (Erasure.Phase phase : erasure.phases()) {
      phases.append(" %s %.1f".formatted(phase.name(), phase.duration().toNanos() / 1e6));
    }
    Console.line("   ms:%s", phases);
  }

  private static String name(int number) {
    return "split-" + number;
  }

  private Stream<String> lines(String name) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(split.resolve(name + ".csv.gz"))),
            StandardCharsets.UTF_8))
        .lines()
        .skip(1);
  }

  private static void write(BufferedWriter out, String line) {
    try {
      out.write(line);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
