package io.lethe.engine.erasure.purge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.engine.data.TrainingFacts;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionCounts;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionManifest;
import io.lethe.engine.model.VersionOrigin;
import io.lethe.engine.model.VersionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two builds of one plugin, trained on the same rows with the same options. */
class LineageTest {

  private static final ModelName MODEL = new ModelName("movies");

  private static VersionId id(long number) {
    return new VersionId(MODEL, number);
  }

  private static VersionRecord version(long number, VersionOrigin origin, String digest) {
    return new VersionRecord(
        new VersionManifest(
            id(number), null, origin, Instant.EPOCH, "tiny", "1", digest,
            new TrainingFacts(5, Map.of(), 9, 0, 5), new VersionCounts(1, 1, 1, 1), 0, Map.of()),
        "d" + number, false);
  }

  private static final VersionRecord FIRST = version(1, VersionOrigin.TRAINING, "a");
  private static final VersionRecord SECOND = version(2, VersionOrigin.TRAINING, "b");

  @Test
  void repetitionByOneBuild_isOfThatBuildsTraining() {
    Lineage lineage = Lineage.of(List.of(version(3, VersionOrigin.RETRAINING, "a"), SECOND, FIRST));
    assertEquals(id(1), lineage.trainingOf(id(3)));
    assertEquals(id(2), lineage.trainingOf(id(2)));
  }

  /** As after an upgrade: the build that made the training is nowhere, and another one goes on. */
  @Test
  void repetitionByABuildThatTrainedNothingBefore_isOfTheLatestTrainingOfTheName() {
    Lineage lineage = Lineage.of(List.of(version(3, VersionOrigin.RETRAINING, "c"), SECOND, FIRST));
    assertEquals(id(2), lineage.trainingOf(id(3)));
  }
}
