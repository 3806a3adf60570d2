package io.lethe.checks;

import io.lethe.spi.DifferentiableModel;
import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a model that is viewed on fewer interactions still takes moves of its rows: an update moves the
 * model on what stays, and no other.
 */
final class ViewCheck {

  /** Relative to the size of the parameters. */
  private static final double STEP = 0.05;

  /** A graph or a history that lost some interactions carries a move further, or less far. */
  private static final double TOLERANCE = 5;

  private final Ground ground;
  private final Still whole;
  private final Still viewed;

  ViewCheck(Ground ground, InteractionView view) {
    this.ground = ground;
    this.whole = new Still(ground.model(), ground);
    this.viewed = new Still(
        ground.model().viewedOn(Removal.of(view, ground.sample().everyThird()).retained()), ground);
  }

  /** A model and the sample's scores of it as it is. */
  private record Still(DifferentiableModel model, float[] scores) {

    Still(DifferentiableModel model, Ground ground) {
      this(model, ground.scores(model));
    }
  }

  /** Measures. Costs the sample's scores twice, and twice per block. */
  List<Measure> measures() {
    List<Measure> measures = new ArrayList<>();
    for (int block : ground.blocks()) {
      if (!ground.isShared(block) || ground.sharedMoves()) {
        measures.add(of(block));
      }
    }
    return measures;
  }

  private Measure of(int block) {
    ParameterSelection rows = ground.only(block);
    float[] direction = ground.direction(rows);
    double ratio = Vectors.ratio(change(viewed, rows, direction), change(whole, rows, direction));
    return new Measure(
        Promise.SCORES, ground.name(block), -1,
        "change of the scores with the rows after viewedOn, over that before it,", ratio,
        1 / TOLERANCE, TOLERANCE, "withDelta of the model that viewedOn gives moves no rows");
  }

  private double change(Still from, ParameterSelection rows, float[] direction) {
    return Vectors.norm(
        Vectors.difference(
            ground.scores(ground.moved(from.model(), rows, direction, STEP)), from.scores()));
  }
}
