package io.lethe.cli.erasures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.client.ErasurePlan;
import io.lethe.client.UnlearningMethod;
import io.lethe.client.VersionName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannedMethodTest {

  private static String method(UnlearningMethod method, Optional<VersionName> base) {
    return UnlearnCommand.method(new ErasurePlan(method, base, 2, 0, 0, 0, Optional.empty()));
  }

  /** The model may have learned since its training what the plan names. */
  @Test
  void nothingInTheActiveVersion_saysWhatComesOfWhatWasLearnedSince() {
    assertEquals(
        "none: the active version holds nothing of it; what the model learned since its training is "
            + "learned again without it",
        method(UnlearningMethod.SERVER_CHOICE, Optional.of(new VersionName("movies", 3))));
  }

  @Test
  void noVersion_saysThat() {
    assertEquals(
        "none: no version answers", method(UnlearningMethod.SERVER_CHOICE, Optional.empty()));
  }

  @Test
  void update_isNamed() {
    assertEquals(
        "influence", method(UnlearningMethod.INFLUENCE, Optional.of(new VersionName("movies", 3))));
  }
}
