package io.lethe.plugins.neumf;

/** BPR. */
class NeumfPairwiseTest extends NeumfLossContract {

  @Override
  String loss() {
    return "pairwise";
  }
}
