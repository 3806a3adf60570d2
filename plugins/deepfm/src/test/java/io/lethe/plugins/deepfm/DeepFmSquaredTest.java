package io.lethe.plugins.deepfm;

class DeepFmSquaredTest extends DeepFmContract {

  @Override
  String loss() {
    return "squared";
  }
}
