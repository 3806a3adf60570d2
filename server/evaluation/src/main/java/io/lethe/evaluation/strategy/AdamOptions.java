package io.lethe.evaluation.strategy;

import io.lethe.evaluation.strategy.InfluenceSystem.Neighbourhood;

/**
 * What IFRU's published code takes from the command line.
 *
 * @param stepSize Adam's learning rate on p ({@code if_lr}); 0 for the number of interactions over
 *     60, so that the first step moves every coordinate by a sixtieth: on the data sets we know the
 *     range in which the code does best
 * @param hops of the selection; -1 for the published choice: 0 without, 1 with a graph
 * @param pruned share of the reached rows left out; -1 for the published choice: none without, 40 %
 *     with a graph
 */
record AdamOptions(double stepSize, int hops, double pruned) {

  private static final double INTERACTIONS_PER_STEP = 60;
  private static final double GRAPH_PRUNED = 0.4;

  double stepSizeFor(long interactions) {
    return stepSize > 0 ? stepSize : interactions / INTERACTIONS_PER_STEP;
  }

  Neighbourhood neighbourhood(boolean graph) {
    double defaultPruned = graph ? GRAPH_PRUNED : 0;
    return new Neighbourhood(
        hops >= 0 ? hops : graph ? 1 : 0, pruned >= 0 ? pruned : defaultPruned);
  }
}
