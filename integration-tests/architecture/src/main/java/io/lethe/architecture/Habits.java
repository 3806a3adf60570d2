package io.lethe.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.NullMarked;

/**
 * What every class keeps to: nothing static and mutable, time and randomness from outside, no console.
 *
 * @param root the package above all rooms
 */
record Habits(String root) {

  private static final Set<String> CONSOLE = Set
      .of("java.lang.System.out", "java.lang.System.err", "java.lang.Throwable.printStackTrace");
  private static final Set<String> WALL_CLOCK = Set.of(
      "java.lang.System.currentTimeMillis", "java.time.Instant.now", "java.time.Clock.systemUTC",
      "java.time.Clock.systemDefaultZone", "java.time.InstantSource.system",
      "java.time.LocalDate.now", "java.time.LocalDateTime.now", "java.time.ZonedDateTime.now");
  private static final Set<String> DICE = Set.of(
      "java.lang.Math.random", "java.util.concurrent.ThreadLocalRandom.current",
      "java.util.random.RandomGenerator.getDefault");
  private static final Set<String> MUTABLE_KINDS = Set.of(
      "java.util.HashMap", "java.util.ArrayList", "java.util.HashSet", "java.util.LinkedHashMap",
      "java.util.TreeMap", "java.util.ArrayDeque", "java.lang.StringBuilder", "java.util.BitSet",
      "java.lang.ThreadLocal", "java.util.Random");

  Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("nothing static and mutable", nothingStaticAndMutable());
    rules.put("no getInstance", noGetInstance());
    // SameDiff prints while it builds a graph; keeping it quiet needs a hand on the stream.
    rules.put(
        "no console outside the command line",
        noneOf("use the console", CONSOLE, "cli", "kernels.nd4j.autodiff"));
    // The test kit puts parts together for plugin authors, as the wiring does for the server.
    rules.put(
        "time is an argument",
        noneOf("ask the wall clock", WALL_CLOCK, "cli", "server.wiring", "testkit"));
    rules.put("randomness is an argument", noneOf("roll dice", DICE));
    rules.put("no unseeded random", noUnseededRandom());
    rules.put("every package is null-marked", everyPackageIsNullMarked());
    return rules;
  }

  private ArchRule nothingStaticAndMutable() {
    return fields().that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat(OwnCode.of(root))
        .and(describe("are in the source", field -> !isFromTheCompiler(field)))
        .should()
        .beFinal()
        .andShould()
        .notHaveRawType(describe("can change", Habits::canChange))
        .andShould(keepArraysToThemselves());
  }

  private static ArchCondition<JavaField> keepArraysToThemselves() {
    return be(
        describe(
            "private where they hold an array", field -> !field.getRawType().isArray()
                || field.getModifiers().contains(JavaModifier.PRIVATE)));
  }

  private static boolean isFromTheCompiler(JavaField field) {
    return field.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static boolean canChange(JavaClass type) {
    return MUTABLE_KINDS.contains(type.getName())
        || type.getPackageName().startsWith("java.util.concurrent");
  }

  private ArchRule noGetInstance() {
    return noMethods().that()
        .areDeclaredInClassesThat(OwnCode.of(root))
        .should()
        .haveName("getInstance");
  }

  private ArchRule noneOf(String what, Set<String> members, String... except) {
    DescribedPredicate<JavaAccess<?>> forbidden = describe(
        what, access -> members.contains(nameOf(access.getTarget())));
    String[] folders = new String[except.length];
    for (int k = 0; k < except.length; k++) {
      folders[k] = root + "." + except[k] + "..";
    }
    return noClasses().that(OwnCode.of(root))
        .and()
        .resideOutsideOfPackages(folders)
        .should()
        .accessTargetWhere(forbidden);
  }

  private static String nameOf(AccessTarget target) {
    return target.getOwner().getName() + "." + target.getName();
  }

  private ArchRule noUnseededRandom() {
    return noClasses().that(OwnCode.of(root))
        .should()
        .callConstructor(Random.class)
        .orShould()
        .callConstructor(SplittableRandom.class);
  }

  private ArchRule everyPackageIsNullMarked() {
    return classes().that(OwnCode.of(root))
        .should(
            be(
                describe(
                    "in a null-marked package",
                    type -> type.getPackage().isAnnotatedWith(NullMarked.class))));
  }
}
