package io.lethe.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every rule finds its faults in a small house built to break it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesBiteTest {

  private static final String ROOT = "io.lethe.architecture.fixture";
  private static final Map<String, List<String>> CULPRITS = Map.ofEntries(
      Map.entry("every class has a room", List.of("Homeless")),
      Map.entry("arrows only go down", List.of("LooksUp", "SeesKernels", "SeesContract")),
      Map.entry("no package circles", List.of("SeesKernels", "MeetsErasure")),
      Map.entry("plugins do not see the server", List.of("SeesServer", "SeesWire")),
      Map.entry("the server names no plugin", List.of("NamesPlugin", "NamesNd4j", "NamesVectors")),
      Map.entry("the contract does not know the kernels", List.of("SeesKernels")),
      Map.entry("the kernels do not know the contract", List.of("SeesContract")),
      Map.entry("the contract uses JDK types only", List.of("UsesLibrary")),
      Map.entry("generated types only on the wire", List.of("SeesWireType")),
      Map.entry("commands call servers as clients do", List.of("CallsByItself")),
      Map.entry("comparisons stay apart", List.of("Compares")),
      Map.entry("Dagger only in the wiring", List.of("UsesDagger")),
      Map.entry("SQL only in the store", List.of("UsesSql")),
      Map.entry("files only in the store", List.of("OpensFiles")),
      Map.entry("the store's rooms see what they stand on", List.of("SeesWhatStandsOnIt")),
      Map.entry("the store's inside stays inside", List.of("SeesTheDisk")),
      Map.entry("the server's core names no extension", List.of("NamesExtension")),
      Map.entry("recommend does not know erasure", List.of("MeetsErasure")),
      Map.entry("erasure does not know recommend", List.of("MeetsRecommend")),
      Map.entry("their meeting places know neither", List.of("KnowsErasure")),
      Map.entry("an erasure's value knows none of its uses", List.of("SeesItsUse")),
      Map.entry("erasure.policy knows no sibling", List.of("SeesReceipt")),
      Map.entry("erasure.solve knows no sibling", List.of("SeesPurge")),
      Map.entry("erasure.purge knows no sibling", List.of("SeesRun")),
      Map.entry("erasure.receipt knows no sibling", List.of("SeesJob")),
      Map.entry("background work's tools know no work", List.of("SeesSubject")),
      Map.entry("nothing static and mutable", List.of("Reassigned", "SharedMap", "SharedArray")),
      Map.entry("no getInstance", List.of("Single")),
      Map.entry("no console outside the command line", List.of("PrintsToConsole")),
      Map.entry("time is an argument", List.of("AsksTheClock")),
      Map.entry("randomness is an argument", List.of("RollsDice")),
      Map.entry("no unseeded random", List.of("ForgetsTheSeed")),
      Map.entry("every package is null-marked", List.of("Homeless")));

  private final JavaClasses faulty = new ClassFileImporter().importPackages(ROOT);
  private final Map<String, ArchRule> rules = rules();

  @Test
  void culprits_named_coverEveryRule() {
    assertEquals(rules.keySet(), CULPRITS.keySet());
  }

  @TestFactory
  Stream<DynamicTest> faultyHouse_checked_breaksTheRule() {
    return rules.entrySet().stream().map(this::finds);
  }

  private DynamicTest finds(Map.Entry<String, ArchRule> rule) {
    return DynamicTest.dynamicTest(rule.getKey(), () -> {
      String report = rule.getValue().evaluate(faulty).getFailureReport().toString();
      for (String culprit : CULPRITS.getOrDefault(rule.getKey(), List.of())) {
        assertTrue(report.contains("." + culprit), () -> culprit + " is not in: " + report);
      }
    });
  }

  private static Map<String, ArchRule> rules() {
    Map<String, ArchRule> all = new LinkedHashMap<>(new Doors(ROOT).rules());
    all.putAll(new Habits(ROOT).rules());
    return all;
  }
}
