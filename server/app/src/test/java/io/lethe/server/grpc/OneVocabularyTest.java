package io.lethe.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.erasure.Assurance;
import io.lethe.engine.erasure.ErasureEffort;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.v1.Erasure.State;
import io.lethe.v1.UnlearningEffort;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The engine, whose names are metrics' labels too, and the contract say the same words. */
class OneVocabularyTest {

  private static Set<String> engine(Enum<?>... values) {
    return Arrays.stream(values).map(Enum::name).collect(Collectors.toSet());
  }

  /** The contract's names without what every enum of it begins with and its two technical values. */
  private static Set<String> wire(String prefix, Enum<?>... values) {
    return Arrays.stream(values)
        .map(Enum::name)
        .filter(name -> !name.equals("UNRECOGNIZED") && !name.endsWith("_UNSPECIFIED"))
        .map(name -> name.substring(prefix.length()))
        .collect(Collectors.toSet());
  }

  @Test
  void statesOfErasures_areTheSame() {
    assertEquals(engine(ErasureState.values()), wire("STATE_", State.values()));
  }

  @Test
  void efforts_areTheSame() {
    assertEquals(
        engine(ErasureEffort.values()), wire("UNLEARNING_EFFORT_", UnlearningEffort.values()));
  }

  @Test
  void assurances_areTheSame() {
    assertEquals(engine(Assurance.values()), wire("ASSURANCE_", io.lethe.v1.Assurance.values()));
  }
}
