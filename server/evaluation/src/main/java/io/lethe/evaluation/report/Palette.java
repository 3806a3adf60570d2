package io.lethe.evaluation.report;

import java.util.List;
import java.util.Map;

/** Colours that can be told apart on light and on dark ground, the same for a method everywhere. */
final class Palette {

  private static final Map<String, String> KNOWN = Map.ofEntries(
      Map.entry("nothing", "#8a8f98"), Map.entry("row-drop", "#a9a08f"),
      Map.entry("retrain", "#3f8f63"), Map.entry("retrain-other-seed", "#74b88f"),
      Map.entry("warm-start", "#9a7b4f"), Map.entry("sisa", "#7e9a3b"),
      Map.entry("receraser", "#2a9d8f"), Map.entry("scif", "#c29200"),
      Map.entry("ifru-published", "#2f7fb8"), Map.entry("ifru-repaired", "#6d7fe0"),
      Map.entry("lethe-fast", "#d6336c"), Map.entry("lethe-refined", "#e8590c"),
      Map.entry("lethe-converged", "#a54bc4"), Map.entry("lethe-auto", "#e06a8f"),
      Map.entry("lethe-refit", "#7b2cbf"));

  private static final List<String> OTHERS = List
      .of("#5f8dd3", "#c77d3c", "#6aa36f", "#b56576", "#8d7fc7");

  private Palette() {}

  /** Colour of a method; options after a colon do not change it. */
  static String colour(String method) {
    String plain = method.split(":", 2)[0];
    String known = KNOWN.get(plain);
    return known == null ? OTHERS.get(Math.floorMod(plain.hashCode(), OTHERS.size())) : known;
  }
}
