package io.lethe.evaluation.report;

import io.lethe.evaluation.experiment.Measure;
import java.util.List;

/**
 * A column of a table.
 *
 * @param heading short
 */
record Column(Measure measure, String heading, Form form) {

  /** What a reader looks at first. */
  static final List<Column> CLOSENESS = List.of(
      new Column(Measure.GAP_STAYERS, "who stays", Form.SHARE),
      new Column(Measure.GAP_FORGOTTEN, "forgotten", Form.SHARE),
      new Column(Measure.GAP_NEIGHBOURS, "neighbours", Form.SHARE),
      new Column(Measure.GAP_RANDOM, "random", Form.SHARE),
      new Column(Measure.GAP_TEST, "test", Form.SHARE),
      new Column(Measure.DP_FORGOTTEN, "|dp| forgotten", Form.FINE),
      new Column(Measure.DP_TEST, "|dp| test", Form.FINE),
      new Column(Measure.DP_WORST_USERS, "|dp| worst 1 %", Form.FINE),
      new Column(Measure.LABEL_PROBABILITY, "P(label)", Form.FINE),
      new Column(Measure.OVERLAP, "overlap@10", Form.SHARE),
      new Column(Measure.OVERLAP_ORIGINAL, "original's", Form.SHARE));

  /** What an attacker finds and how good the model still is. */
  static final List<Column> TRACES = List.of(
      new Column(Measure.MIA_AUC, "MIA AUC", Form.FINE),
      new Column(Measure.MIA_DIFFERENCE, "less retrain's", Form.SIGNED),
      new Column(Measure.MIA_TPR, "TPR at 1 %", Form.FINE),
      new Column(Measure.TARGET_RANK, "target's rank", Form.COUNT),
      new Column(Measure.TARGET_RANK_ORIGINAL, "original's", Form.COUNT),
      new Column(Measure.TARGET_RANK_RETRAIN, "retrain's", Form.COUNT),
      new Column(Measure.TARGET_RANK_OTHER, "other seed's", Form.COUNT),
      new Column(Measure.AUC, "AUC", Form.FINEST),
      new Column(Measure.AUC_RECOVERED, "recovered", Form.SHARE),
      new Column(Measure.AUC_OR, "AUC-or", Form.FINEST),
      new Column(Measure.AUC_AND, "AUC-and", Form.FINEST),
      new Column(Measure.NDCG, "NDCG@10", Form.FINE),
      new Column(Measure.NDCG_RECOVERED, "recovered", Form.SHARE),
      new Column(Measure.HIT_RATE, "HR@10", Form.FINE),
      new Column(Measure.RECALL, "Recall@20", Form.FINE));

  /** What it costs. */
  static final List<Column> COST = List.of(
      new Column(Measure.SECONDS, "time", Form.SECONDS),
      new Column(Measure.SPEED_UP, "speed-up", Form.TIMES),
      new Column(Measure.SECONDS_FIRST, "first, cold", Form.SECONDS),
      new Column(Measure.PREPARE, "prepare, once", Form.SECONDS),
      new Column(Measure.PRODUCTS, "products", Form.COUNT),
      new Column(Measure.PEAK_BYTES, "peak memory", Form.BYTES));

  /** What matters along a sequence. */
  static final List<Column> SEQUENCE = List.of(
      new Column(Measure.GAP_STAYERS, "who stays", Form.SHARE),
      new Column(Measure.GAP_FORGOTTEN, "forgotten", Form.SHARE),
      new Column(Measure.GAP_TEST, "test", Form.SHARE),
      new Column(Measure.GAP_RANDOM, "random", Form.SHARE),
      new Column(Measure.DP_TEST, "|dp| test", Form.FINE),
      new Column(Measure.DP_WORST_USERS, "|dp| worst 1 %", Form.FINE),
      new Column(Measure.OVERLAP, "overlap@10", Form.SHARE),
      new Column(Measure.OVERLAP_ORIGINAL, "original's", Form.SHARE),
      new Column(Measure.MIA_DIFFERENCE, "MIA diff.", Form.SIGNED),
      new Column(Measure.AUC, "AUC", Form.FINEST), new Column(Measure.NDCG, "NDCG@10", Form.FINE),
      new Column(Measure.SECONDS, "time of one", Form.SECONDS),
      new Column(Measure.SECONDS_TOTAL, "time of all", Form.SECONDS),
      new Column(Measure.SPEED_UP, "speed-up", Form.TIMES));
}
