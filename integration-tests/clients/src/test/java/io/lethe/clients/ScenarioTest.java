package io.lethe.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.v1.ErrorReason;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the scenarios are about, all together. */
final class ScenarioTest {

  private static final Path FOLDER = Path.of("scenarios");
  private static final Set<ErrorReason> NEVER_SENT = Set
      .of(ErrorReason.ERROR_REASON_UNSPECIFIED, ErrorReason.UNRECOGNIZED);

  private final List<Scenario> scenarios = Scenario.in(FOLDER);

  @Test
  void names_areDifferent() {
    Set<String> names = new HashSet<>();
    scenarios.forEach(scenario -> assertTrue(names.add(scenario.name()), scenario.name()));
  }

  @Test
  void everyReasonOfTheContract_isRaised() {
    Set<String> missing = new HashSet<>();
    for (ErrorReason reason : ErrorReason.values()) {
      if (!NEVER_SENT.contains(reason)
          && scenarios.stream().noneMatch(one -> one.name().endsWith(" " + reason.name()))) {
        missing.add(reason.name());
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyStep_saysWhatMustComeOfIt_orIsThereForLaterOnes() {
    for (Scenario scenario : scenarios) {
      boolean judged = scenario.steps()
          .asList()
          .stream()
          .map(step -> step.getAsJsonObject())
          .anyMatch(step -> step.has("expect") || step.has("expectError"));
      assertTrue(judged, scenario.name() + " expects nothing");
    }
  }
}
