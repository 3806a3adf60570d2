package io.lethe.plugins.neumf;

/** Squared losses of each score. */
class NeumfSquaredTest extends NeumfLossContract {

  @Override
  String loss() {
    return "squared";
  }
}
