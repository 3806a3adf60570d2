package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.lethe.client.AppendRequest;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget;
import io.lethe.client.InteractionRow;
import io.lethe.client.TrainingRequest;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The dashboard and the alerts that ship ask for metrics that a server has. */
@ExtendWith(Installations.class)
final class MonitoringFilesTest {

  private static final Duration ERASURE_MAX = Duration.ofMinutes(3);
  private static final Pattern METRIC = Pattern.compile("\\b(lethe|jvm|process)_[a-z0-9_]+");
  private static final Pattern EXPRESSION = Pattern
      .compile("^ {8}expr: (>-\\n(?: {10}.*\\n)+|.*\\n)", Pattern.MULTILINE);
  private static final Pattern DOCUMENTED = Pattern.compile("`(lethe_[a-z_]+)`");
  /** What an alert must have besides its expression. */
  private static final List<String> PARTS = List.of("severity:", "summary:", "action:");

  private static Path monitoring(String name) {
    return Distribution.built().monitoring().resolve(name);
  }

  private static Set<String> metrics(Stream<String> expressions) {
    return expressions.flatMap(text -> METRIC.matcher(text).results())
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> expressions(JsonElement from) {
    List<String> found = new ArrayList<>();
    if (from.isJsonArray()) {
      from.getAsJsonArray().forEach(each -> found.addAll(expressions(each)));
    } else if (from.isJsonObject()) {
      JsonObject object = from.getAsJsonObject();
      for (String key : object.keySet()) {
        if (Set.of("expr", "query").contains(key) && object.get(key).isJsonPrimitive()) {
          found.add(object.get(key).getAsString());
        } else {
          found.addAll(expressions(object.get(key)));
        }
      }
    }
    return found;
  }

  /** The metrics that a server has after one of everything. */
  private static Set<String> exposed(Installation installation) throws Exception {
    try (Server server = installation.serve(
        Map.of(
            "LETHE_METRICS_PORT", "0", "LETHE_RETRAINING_AUTOMATIC", "false",
            "LETHE_APPROVAL_INTERACTIONS_ABOVE", "2"))) {
      train(server);
      // An erasure's version is not measured.
      Set<String> names = names(server);
      forget(server);
      names.addAll(names(server));
      return names;
    }
  }

  private static Set<String> names(Server server) throws Exception {
    return MetricsTest.read(server)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void train(Server server) {
    String model = Installation.MODEL;
    var _ = server.client()
        .appendInteractions(
            AppendRequest.of(
                model,
                List.of(
                    new InteractionRow(
                        SyntheticRatings.user(3), SyntheticRatings.item(140), 1,
                        Optional.of(Instant.parse("2026-11-01T00:00:00Z"))))));
    var _ = server.client()
        .train(TrainingRequest.of(model, "mf").with(Installations.TRAINING_OPTIONS).from(1))
        .await(progress -> {}, Installations.TRAINING_MAX);
    var _ = server.client().recommend(model, SyntheticRatings.user(5), 3);
  }

  private static void forget(Server server) {
    String model = Installation.MODEL;
    var _ = server.client()
        .unlearn(
            ErasureRequest.ofInteractions(
                model,
                List.of(
                    new ForgetTarget.Interaction(
                        SyntheticRatings.user(3), SyntheticRatings.item(140)))))
        .await(progress -> {}, ERASURE_MAX);
    var _ = server.client().unlearn(ErasureRequest.ofUser(model, SyntheticRatings.user(7)));
  }

  @Test
  void everyMetric_inDashboardAlertsAndDocument_isOneThatAServerHas(Installation installation)
      throws Exception {
    Set<String> dashboard = metrics(
        expressions(JsonParser.parseString(Files.readString(monitoring("grafana-dashboard.json"))))
            .stream());
    String rules = Files.readString(monitoring("alerts.yml"));
    Set<String> alerts = metrics(EXPRESSION.matcher(rules).results().map(MatchResult::group));
    Set<String> exposed = exposed(installation);
    Set<String> documented = documented();
    assertAll(
        () -> assertTrue(dashboard.size() > 20, dashboard::toString),
        () -> assertTrue(alerts.size() > 12, alerts::toString),
        () -> assertEquals(Set.of(), without(dashboard, exposed), "dashboard"),
        () -> assertEquals(Set.of(), without(alerts, exposed), "alerts"),
        () -> assertEquals(Set.of(), without(families(exposed), documented), "not documented"));
  }

  private static Set<String> without(Set<String> names, Set<String> known) {
    Set<String> left = new TreeSet<>(names);
    left.removeAll(known);
    return left;
  }

  /** Lethe's own, a histogram by its name. */
  private static Set<String> families(Set<String> exposed) {
    return exposed.stream()
        .filter(name -> name.startsWith("lethe_"))
        .map(name -> name.replaceFirst("_(bucket|sum|count)$", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> documented() throws IOException {
    return DOCUMENTED.matcher(Files.readString(Path.of("..", "..", "server", "app", "README.md")))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void everyAlert_saysHowBadItIsAndWhatToDo() throws IOException {
    String[] alerts = Files.readString(monitoring("alerts.yml")).split("- alert: ", -1);
    assertTrue(alerts.length > 10);
    for (int k = 1; k < alerts.length; k++) {
      for (String part : PARTS) {
        assertTrue(alerts[k].contains(part), part + " is missing of " + alerts[k]);
      }
    }
  }
}
