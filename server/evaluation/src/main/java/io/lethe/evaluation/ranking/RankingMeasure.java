package io.lethe.evaluation.ranking;

/** What is measured of the lists of one model and seed. */
public enum RankingMeasure {
  NDCG_5("ndcg-5", "normalized discounted cumulative gain of the best 5, ideal of min(5, liked)"),
  NDCG_10("ndcg-10", "the same of the best 10"),
  NDCG_20("ndcg-20", "the same of the best 20"),
  RECALL_5("recall-5", "test positives among the best 5, over min(5, test positives)"),
  RECALL_10("recall-10", "the same among the best 10"),
  RECALL_20("recall-20", "the same among the best 20"),
  HR_5("hr-5", "users with a test positive among their best 5"),
  HR_10("hr-10", "the same among their best 10"),
  HR_20("hr-20", "the same among their best 20"),
  MRR_5("mrr-5", "1 over the rank of the first test positive among the best 5, 0 without one"),
  MRR_10("mrr-10", "the same among the best 10"),
  MRR_20("mrr-20", "the same among the best 20"),
  COVERAGE("coverage-10", "items of the catalogue that are among somebody's best 10"),
  POPULAR("popular-10", "places among the best 10 that go to the most popular tenth of the items"),
  OVERLAP("overlap-10", "best 10 in common with those of the first seed"),
  SECONDS("training-seconds", "all of the training: choosing on held-out rows, and the final fit"),
  FINAL_SECONDS("final-fit-seconds", "the final fit alone"),
  FINAL_FIT(
      "final-fit",
      "1 if the model was fitted on all training rows in the end, 0 if a tenth stayed held out"),
  LIST_SECONDS("list-seconds", "all lists of the test users, on one thread"),
  USERS("users", "test users");

  private final String id;
  private final String meaning;

  RankingMeasure(String id, String meaning) {
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
