package io.lethe.evaluation.experiment;

/**
 * What is measured of every cell. Differences are of predicted probabilities, or of scores as they are
 * where a model has no probabilities.
 */
public enum Measure {
  FORGOTTEN("forgotten", "interactions to forget"),
  GAP_FORGOTTEN(
      "gap-forgotten",
      "distance to the coupled retrain on the forgotten pairs, over the original's"),
  GAP_NEIGHBOURS(
      "gap-neighbours",
      "the same on other retained pairs of the same users; of the same items where whole users go"),
  GAP_RANDOM("gap-random", "the same on pairs that nobody has seen"),
  GAP_TEST("gap-test", "the same on test pairs"),
  GAP_STAYERS("gap-stayers", "the same on all pairs of users and items that stay, or many of them"),
  RMS_ORIGINAL(
      "rms-original", "root mean square difference of original and retrain on pairs that stay"),
  RMS_OTHER_SEED("rms-other-seed", "the same of the retrain with another seed"),
  TOO_SMALL(
      "too-small-to-tell",
      "1 where the original is nearer to the retrain than rounding, or than a hundredth of another seed's distance"),
  DP_FORGOTTEN("dp-forgotten", "mean |dp| to the retrain on the forgotten pairs"),
  DP_NEIGHBOURS("dp-neighbours", "mean |dp| on the neighbouring pairs"),
  DP_RANDOM("dp-random", "mean |dp| on random unseen pairs"),
  DP_TEST("dp-test", "mean |dp| on test pairs"),
  DP_WORST_USERS(
      "dp-worst-users", "mean |dp| to the retrain of the 1 % of retained users furthest from it"),
  LABEL_PROBABILITY("label-probability", "mean probability of the forgotten labels"),
  OVERLAP("overlap-10", "share of the ten best items in common with the retrain's ten best"),
  OVERLAP_ORIGINAL("overlap-10-original", "the same of the original"),
  TARGET_RANK(
      "target-rank", "rank of an attack's promoted item, median over users who do not have it"),
  TARGET_RANK_ORIGINAL("target-rank-original", "the same of the original"),
  TARGET_RANK_RETRAIN("target-rank-retrain", "the same of the retrain"),
  TARGET_RANK_OTHER("target-rank-other-seed", "the same of the retrain with another seed"),
  MIA_AUC(
      "mia-auc",
      "membership inference: area under the ROC curve, forgotten against never-trained pairs"),
  MIA_LOW("mia-low", "lower end of its 95 % interval"),
  MIA_HIGH("mia-high", "upper end of its 95 % interval"),
  MIA_TPR("mia-tpr-1", "forgotten pairs found at 1 % false positives"),
  MIA_DIFFERENCE("mia-difference", "membership-inference AUC less the retrained model's own"),
  MIA_OTHERS("mia-others", "never-trained pairs the attack is held against"),
  AUC("auc", "area under the ROC curve on test pairs"),
  AUC_OR("auc-or", "the same on test pairs whose user or item was touched"),
  AUC_AND("auc-and", "the same on test pairs whose user and item were touched"),
  NDCG("ndcg-10", "normalized discounted cumulative gain of the ten best"),
  HIT_RATE("hr-10", "users with a positive test item among their ten best"),
  RECALL("recall-20", "share of positive test items among the twenty best"),
  AUC_RECOVERED(
      "auc-recovered",
      "share of the retrain's gain of AUC over the original; absent where that is not above another seed's difference"),
  NDCG_RECOVERED("ndcg-recovered", "the same of NDCG at 10"),
  SECONDS(
      "seconds",
      "from the request to the new model, warm; in sequences the median of the last 100 requests"),
  SECONDS_FIRST("seconds-first", "the first request, cold"),
  SECONDS_TOTAL("seconds-total", "all requests of a sequence so far"),
  PREPARE("prepare-seconds", "once per trained model, before any request"),
  RETRAIN("retrain-seconds", "the coupled retrain, the fastest of three where it is short"),
  SPEED_UP("speed-up", "retrain-seconds over seconds"),
  PEAK_BYTES(
      "peak-bytes",
      "heap that the first request took at its peak: bytes allocated where nothing was collected meanwhile, else the collector's peak less what was in use before"),
  PRODUCTS("hessian-products", "curvature products the method took"),
  SECONDS_HIGH("seconds-p95", "growing data: the 95th of a hundred requests"),
  INTERACTIONS("interactions", "growing data: training interactions"),
  EPOCHS("epochs", "growing data: epochs that a whole training takes"),
  EPOCH_SECONDS("epoch-seconds", "growing data: seconds of one of them"),
  EXTRAPOLATED(
      "retrain-extrapolated",
      "growing data: 1 if retrain-seconds is epochs times epoch-seconds, 0 if it was measured");

  private final String id;
  private final String meaning;

  Measure(String id, String meaning) {
    this.id = id;
    this.meaning = meaning;
  }

  /** Its name in files. */
  public String id() {
    return id;
  }

  /** What it is, in one line. */
  public String meaning() {
    return meaning;
  }
}
