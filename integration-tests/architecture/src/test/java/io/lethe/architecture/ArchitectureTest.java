package io.lethe.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The house as it stands keeps every rule. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {

  private static final String ROOT = "io.lethe";

  private final JavaClasses house = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .withImportOption(location -> !location.contains("/io/lethe/architecture/"))
      .importPackages(ROOT);

  @TestFactory
  Stream<DynamicTest> house_asItStands_keepsTheRule() {
    return Stream.of(new Doors(ROOT).rules(), new Habits(ROOT).rules())
        .map(Map::entrySet)
        .flatMap(rules -> rules.stream().map(this::keeps));
  }

  /** Without this, a module missing from the class path would pass every rule. */
  @ParameterizedTest
  @EnumSource(Room.class)
  void room_onTheClassPath_hasClasses(Room room) {
    assertTrue(
        house.stream()
            .anyMatch(
                type -> Room.of(ROOT, type.getPackageName()).filter(room::equals).isPresent()),
        () -> "no class of the room " + room);
  }

  private DynamicTest keeps(Map.Entry<String, ArchRule> rule) {
    return DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(house));
  }
}
