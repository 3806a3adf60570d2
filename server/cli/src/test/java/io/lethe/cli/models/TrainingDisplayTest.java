package io.lethe.cli.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.cli.terminal.Screen;
import io.lethe.client.TrainingProgress;
import io.lethe.client.TrainingProgress.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A training has work left after the last epoch of its first fit, and says which. */
class TrainingDisplayTest {

  private static TrainingProgress measured(int epoch, int measured) {
    return new TrainingProgress(
        Stage.TRAINING, "tiny", epoch, 9, OptionalDouble.of(0.5), OptionalDouble.empty(),
        OptionalDouble.of(0.25), OptionalInt.of(measured), 0, Optional.empty());
  }

  @Test
  void show_measuresOfAnEarlierEpoch_sayOfWhich() {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    try (TrainingDisplay display = new TrainingDisplay(new Screen(writer, writer, false, false))) {
      display.show(measured(5, 4));
      display.show(measured(6, 6));
    }
    writer.flush();
    assertEquals(
        List.of(
            "training 5/9 loss 0.5000  NDCG 0.2500 after epoch 4",
            "training 6/9 loss 0.5000  NDCG 0.2500"),
        out.toString().lines().map(String::strip).toList());
  }

  private static TrainingProgress at(Stage stage, int epoch, int most, int secondsLeft) {
    return new TrainingProgress(
        stage, "tiny", epoch, most, most == 0 ? OptionalDouble.empty() : OptionalDouble.of(0.5),
        OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty(), 0,
        secondsLeft == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(secondsLeft)));
  }

  @Test
  void show_aTrainingWithAFinalFit_namesEachPhaseAndNoTimeThatIsNotKnown() {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    try (TrainingDisplay display = new TrainingDisplay(new Screen(writer, writer, false, false))) {
      display.show(at(Stage.READING, 0, 0, 0));
      display.show(at(Stage.TRAINING, 1, 2, 40));
      display.show(at(Stage.TRAINING, 2, 2, 0));
      display.show(at(Stage.TRAINING, 0, 0, 0));
      display.show(at(Stage.TRAINING, 0, 0, 0));
      display.show(at(Stage.TRAINING, 2, 2, 0));
      display.show(at(Stage.TRAINING, 0, 0, 0));
      display.show(at(Stage.PUBLISHING, 0, 0, 0));
    }
    writer.flush();
    assertEquals(
        List.of(
            "training 1/2 loss 0.5000  this fit ends in at most 40.0 s", "training 2/2 loss 0.5000",
            "training: measuring and checking the model", "final fit 2/2 loss 0.5000",
            "final fit: measuring and checking the model", "final fit: publishing"),
        out.toString().lines().map(String::strip).toList());
  }
}
