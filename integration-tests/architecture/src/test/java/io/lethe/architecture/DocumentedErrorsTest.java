package io.lethe.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine says that it throws, the contract tells callers. */
class DocumentedErrorsTest {

  private static final Path TOP = Path.of("..", "..");
  private static final Path ENGINE = TOP.resolve("server/engine/src/main/java/io/lethe/engine");
  private static final Path CONTRACT = TOP.resolve("proto/src/main/protobuf/lethe/v1");
  private static final Pattern KIND = Pattern.compile("[A-Z]+(_[A-Z]+)+|CANCELLED|OVERLOADED");

  /** No reasons of the contract: a call that is cancelled ends by its status. */
  private static final Set<String> STATUSES = Set.of("CANCELLED");

  /** The comment that ends right before a place. */
  private static String comment(String text, String begin, String end, int before) {
    int to = text.lastIndexOf(end, before);
    return text.substring(text.lastIndexOf(begin, to), to);
  }

  private static Set<String> kinds(String text) {
    Set<String> kinds = new TreeSet<>();
    Matcher matcher = KIND.matcher(text);
    while (matcher.find()) {
      kinds.add(matcher.group());
    }
    kinds.removeAll(STATUSES);
    return kinds;
  }

  private static Set<String> thrown(String file, String declaration) throws IOException {
    String text = Files.readString(ENGINE.resolve(file));
    int at = text.indexOf(declaration);
    assertTrue(at > 0, () -> declaration + " is not in " + file);
    String javadoc = comment(text, "/**", "*/", at);
    Set<String> kinds = kinds(javadoc.substring(javadoc.indexOf("@throws")));
    assertFalse(kinds.isEmpty(), () -> declaration + " says nothing");
    return kinds;
  }

  private static Set<String> told(String file, String method) throws IOException {
    String text = Files.readString(CONTRACT.resolve(file));
    String documented = text.substring(0, text.indexOf("  rpc " + method + "("));
    return kinds(documented.substring(documented.lastIndexOf("// Errors:")));
  }

  @ParameterizedTest
  @CsvSource({
      "ActivateVersion, model_service, lifecycle/ModelActivation, public ModelVersion activate(",
      "RebaseVersion, model_service, lifecycle/ModelTrainingService, public ModelVersion rebase(",
      "SetAlias, model_service, alias/run/ModelAliases, public Listed set(",
      "SetAlias, model_service, alias/run/StoredVersions, ModelVersion fit(",
      "DeleteAlias, model_service, alias/run/ModelAliases, public void delete(",
      "AppendInteractions, interaction_service, interaction/InteractionIntake, > append(",
      "ListInteractions, interaction_service, interaction/UserInteractions, > of("})
  void method_tellsAllThatTheEngineThrows(
      String method, String contract, String file, String declaration) throws IOException {
    Set<String> silent = thrown(file + ".java", declaration);
    silent.removeAll(told(contract + ".proto", method));
    assertEquals(Set.of(), silent);
  }

  /** Without interactions the contract speaks of the data set that is not there. */
  @Test
  void training_tellsAllThatTheEngineThrows() throws IOException {
    Set<String> silent = thrown(
        "lifecycle/ModelTrainingService.java", "public ModelVersion train(");
    silent.removeAll(told("model_service.proto", "TrainModel"));
    assertEquals(Set.of("MODEL_NOT_FOUND"), silent);
  }
}
