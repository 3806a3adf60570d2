package io.lethe.engine.erasure;

import io.lethe.unlearning.UnlearningReport;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was measured while a version forgot. A number that was not measured is NaN.
 *
 * @param update of the influence update, taken or refused; null where none was computed
 * @param refit of a model that refitted itself; null where none did
 * @param gates what the new version was held against; a refused update has the gate that refused it
 */
public record ErasureMeasures(@Nullable Update update, @Nullable Refit refit, List<Gate> gates) {

  /** Nothing was measured. */
  public static final ErasureMeasures NONE = new ErasureMeasures(null, null, List.of());

  public ErasureMeasures {
    gates = List.copyOf(gates);
  }

  /** The gate that refused the influence update; empty if none did. */
  public Optional<Gate> refusal() {
    return gates.stream().filter(Gate::refused).findFirst();
  }

  /**
   * An influence update; parts and units as in {@link UnlearningReport}.
   *
   * @param gradientResidual norm of the retained objective's gradient over the norm of its L2 part
   * @param canaryRise how far the item that rises most rises, in standard deviations of scores
   */
  public record Update(
      UnlearningReport.Step step, UnlearningReport.Losses losses, double gradientResidual,
      double canaryRise, UnlearningReport.Renewal renewal, UnlearningReport.Residue residue) {

    /** What a report says of its update. */
    public static Update of(UnlearningReport report) {
      return new Update(
          report.step(), report.losses(), report.gradientResidual(), report.canaryRise(),
          report.renewal(), report.residue());
    }
  }

  /**
   * A refit.
   *
   * @param residual how far the parameters are from the minimum, as the plugin measures it
   * @param tolerance at most so much of it is rounding
   */
  public record Refit(double residual, double tolerance) {}

  /**
   * A measured number and its upper bound.
   *
   * @param name lower case, with hyphens
   * @param value NaN where the gate has no single number
   * @param bound likewise
   * @param refused whether the gate refused the update
   */
  public record Gate(String name, double value, double bound, boolean refused) {}
}
