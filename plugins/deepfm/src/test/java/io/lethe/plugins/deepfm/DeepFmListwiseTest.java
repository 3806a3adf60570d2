package io.lethe.plugins.deepfm;

class DeepFmListwiseTest extends DeepFmContract {

  @Override
  String loss() {
    return "listwise";
  }
}
