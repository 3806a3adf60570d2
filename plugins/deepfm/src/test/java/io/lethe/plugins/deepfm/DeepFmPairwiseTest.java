package io.lethe.plugins.deepfm;

class DeepFmPairwiseTest extends DeepFmContract {

  @Override
  String loss() {
    return "pairwise";
  }
}
