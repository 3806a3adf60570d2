package io.lethe.plugins.neumf;

import java.util.HashMap;
import java.util.Map;

/** A softmax over each interaction and what is drawn against it. */
class NeumfListwiseTest extends NeumfLossContract {

  @Override
  String loss() {
    return "listwise";
  }

  @Override
  protected Map<String, String> options() {
    Map<String, String> options = new HashMap<>(super.options());
    options.put("negatives", "3");
    return options;
  }
}
