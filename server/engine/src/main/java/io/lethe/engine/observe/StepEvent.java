package io.lethe.engine.observe;

import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A step of erasures that ended: costs nothing unless somebody records it. */
@Name("io.lethe.Step")
@Label("Erasure step")
@Category("Lethe")
@Description("A step of one erasure or of a batch of them, told when it has ended")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // The recorder reads the fields.
public final class StepEvent extends Event {

  @Label("Model") private final String model;

  @Label("Step") private final String step;

  @Label("Erasures")
  @Description("That the step was taken for; 0 where it was for none that was asked for") private final int erasures;

  @Label("Took")
  @Timespan(Timespan.NANOSECONDS) private final long took;

  private StepEvent(String model, String step, int erasures, long took) {
    this.model = model;
    this.step = step;
    this.erasures = erasures;
    this.took = took;
  }

  /**
   * Tells whoever records.
   *
   * @param step such as {@code solve}, {@code verify}, {@code checkpoint} or {@code purge}
   * @param erasures that it was taken for
   */
  public static void tell(String model, String step, int erasures, Duration took) {
    new StepEvent(model, step, erasures, took.toNanos()).commit();
  }
}
