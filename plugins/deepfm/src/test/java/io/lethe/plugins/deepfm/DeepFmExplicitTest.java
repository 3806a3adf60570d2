package io.lethe.plugins.deepfm;

class DeepFmExplicitTest extends DeepFmContract {

  @Override
  String loss() {
    return "logistic";
  }

  @Override
  String objective() {
    return "explicit";
  }
}
