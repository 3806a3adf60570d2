package io.lethe.clients;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the clients cost, and what it costs to begin with one. Tables in Markdown. */
final class Measures {

  private static final int CALLERS = 8;
  private static final int ITEMS = 10;
  private static final double MEBIBYTE = 1024 * 1024;

  private Measures() {}

  /** Time of Recommend, bare stub and client taking turns in one process on one connection. */
  static void overhead(Stage stage, int seconds, PrintStream out) {
    out.println("| client | calls | p50 stub, us | p50 client, us | overhead, us | overhead, % |");
    out.println("|---|---|---|---|---|---|");
    for (Language language : stubbed(stage)) {
      JsonObject ended = bench(stage, language, "overhead", seconds);
      double raw = ended.get("rawP50Micros").getAsDouble();
      double sdk = ended.get("sdkP50Micros").getAsDouble();
      out.printf(
          Locale.ROOT, "| %s | %d | %.0f | %.0f | %.0f | %.1f |%n", language.id(),
          ended.get("calls").getAsLong(), raw, sdk, sdk - raw, 100 * (sdk - raw) / raw);
    }
  }

  /** Memory of a process with eight callers, after it has warmed up and at the end. */
  static void leak(Stage stage, int seconds, PrintStream out) {
    out.println("| client | calls | resident at start, MiB | at end, MiB | grown, % |");
    out.println("|---|---|---|---|---|");
    for (Language language : stubbed(stage)) {
      JsonObject ended = bench(stage, language, "leak", seconds);
      double start = ended.get("startBytes").getAsDouble();
      double end = ended.get("endBytes").getAsDouble();
      out.printf(
          Locale.ROOT, "| %s | %d | %.1f | %.1f | %.1f |%n", language.id(),
          ended.get("calls").getAsLong(), start / MEBIBYTE, end / MEBIBYTE,
          100 * (end - start) / start);
    }
  }

  /** From the README to a verified receipt; the server's own start is not in the seconds. */
  static boolean steps(Quickstarts quickstarts, Path folder, PrintStream out)
      throws IOException, InterruptedException {
    out.println("| client | steps | install, s | run, s | ended |\n|---|---|---|---|---|");
    boolean good = true;
    for (Language language : Quickstarts.present()) {
      Quickstart.Ended ended = quickstarts
          .follow(language, Files.createDirectory(folder.resolve(language.id())));
      good &= ended.isVerified();
      out.printf(
          Locale.ROOT, "| %s | %d | %.1f | %.1f | %s |%n", language.id(), ended.steps(),
          ended.installSeconds(), ended.runSeconds(),
          ended.isVerified() ? "verified" : "FAILED: " + ended.text());
    }
    return good;
  }

  /** HTTP has no stubs to compare with, and its caller is the suite's own. */
  private static List<Language> stubbed(Stage stage) {
    return stage.languages().stream().filter(language -> language != Language.GATEWAY).toList();
  }

  private static JsonObject bench(Stage stage, Language language, String mode, int seconds) {
    JsonObject arguments = new JsonObject();
    arguments.addProperty("mode", mode);
    arguments.addProperty("model", "movies");
    arguments.addProperty("user", "rater-0000");
    arguments.addProperty("n", ITEMS);
    arguments.addProperty("seconds", seconds);
    arguments.addProperty("callers", mode.equals("leak") ? CALLERS : 1);
    return stage.bench(language, arguments);
  }
}
