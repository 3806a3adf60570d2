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
  private final DifferentiableModel viewed;

  ViewCheck(Ground ground, InteractionView view) {
    this.ground = ground;
    this.viewed = ground.model()
        .viewedOn(Removal.of(view, ground.sample().everyThird()).retained());
  }

  /** Measures. Costs the sample's scores 4 times per block. */
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
    double ratio = Vectors
        .ratio(change(viewed, rows, direction), change(ground.model(), rows, direction));
    return new Measure(
        Promise.SCORES, ground.name(block), -1,
        "change of the scores with the rows after viewedOn, over that before it,", ratio,
        1 / TOLERANCE, TOLERANCE, "withDelta of the model that viewedOn gives moves no rows");
  }

  private double change(DifferentiableModel from, ParameterSelection rows, float[] direction) {
    return Vectors.norm(
        Vectors.difference(
            ground.scores(ground.moved(from, rows, direction, STEP)), ground.scores(from)));
  }
}
