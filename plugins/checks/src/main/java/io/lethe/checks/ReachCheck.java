package io.lethe.checks;

import io.lethe.spi.InteractionView;
import io.lethe.spi.ParameterBlock;
import io.lethe.spi.ParameterBlock.Side;
import io.lethe.spi.ParameterSelection;
import io.lethe.spi.Removal;
import java.util.List;

/** Whether rows that move hold most of what a small removal takes. */
final class ReachCheck {

  /** On a few hundred interactions a network's layers weigh more than on many. */
  private static final double SHARE_MAX = 0.4;

  private static final String CAUSE = "layout() declares rows SHARED that belong to users or items:"
      + " shared rows move with layerCurvatures() alone, and the server retrains instead";

  private final Ground ground;
  private final Removal removal;

  ReachCheck(Ground ground, InteractionView trained) {
    this.ground = ground;
    this.removal = Removal.of(trained, ground.sample().few());
  }

  /** Both measures. */
  List<Measure> measures() {
    return List.of(sides(), measure());
  }

  /** Shared blocks that have a row for each user or item, where no block of that side is declared. */
  private Measure sides() {
    List<ParameterBlock> blocks = ground.layout().blocks();
    List<String> disguised = blocks.stream()
        .filter(block -> block.side() == Side.SHARED)
        .filter(
            block -> isSide(Side.USER, block, ground.model().userCount())
                || isSide(Side.ITEM, block, ground.model().itemCount()))
        .map(ParameterBlock::name)
        .toList();
    return new Measure(
        Promise.REACH, disguised.isEmpty() ? "all" : ground.prefix() + disguised.getFirst(), -1,
        "number of SHARED blocks with a row for each user or item", disguised.size(), 0, 0, CAUSE);
  }

  private boolean isSide(Side side, ParameterBlock block, int rows) {
    return block.rows() == rows && ground.layout().indexOf(side) < 0;
  }

  /** Measures. Costs a removal gradient and some twelve products over the sample per block. */
  private Measure measure() {
    double own = 0;
    String shared = "all";
    for (int block : ground.blocks()) {
      if (ground.isShared(block)) {
        shared = ground.name(block);
      } else {
        own += ownRise(block);
      }
    }
    double rise = Reach.ofShared(
        ground.model(), removal, ground.model().affectedRows(removal), ground.sample().view(),
        Reach.USUAL_DAMPING);
    return new Measure(
        Promise.REACH, shared, -1,
        "share of the forgotten loss that only shared rows can bring back",
        new Reach(rise, own).share(), 0, SHARE_MAX, CAUSE);
  }

  /** Of the sampled rows of one block. */
  private double ownRise(int block) {
    ParameterSelection rows = ground.only(block);
    float[] gradient = new float[rows.length()];
    ground.model().removalGradient(removal, rows, gradient);
    return Reach.rise(ground.derivatives(), rows, block, 1, Reach.USUAL_DAMPING, gradient);
  }
}
