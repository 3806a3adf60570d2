package io.lethe.plugins.deepfm;

class DeepFmLogisticTest extends DeepFmContract {

  @Override
  String loss() {
    return "logistic";
  }
}
