package io.lethe.benchmarks.load;

import io.lethe.server.access.Role;
import io.lethe.v1.BatchRecommendRequest;
import io.lethe.v1.GetModelRequest;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningServiceGrpc;
import io.lethe.v1.WatchErasureRequest;

/** The loads of an attack that was reported from outside: connections times calls on each. */
enum Attack {
  UNFINISHED_UNLEARN("H5 unfinished Unlearn, 2 x 250", Role.UNLEARN),
  UNFINISHED_RECOMMEND("H5 unfinished Recommend, 5 x 250", Role.SERVE),
  UNFINISHED_GET_MODEL("H5 unfinished GetModel, 2 x 250", Role.SERVE),
  WATCHES("H6 watches of a held erasure, 40 x 26", Role.UNLEARN),
  BATCHES("H7 batches of 200 x 150, 3 x 100", Role.SERVE);

  static final String MODEL = "movies";
  static final String MODEL_NAME = "models/" + MODEL;
  static final SyntheticCsv RATINGS = new SyntheticCsv(500, 150, 20);

  private final String label;
  private final Role role;

  Attack(String label, Role role) {
    this.label = label;
    this.role = role;
  }

  String label() {
    return label;
  }

  /** What the attacking principal may do. */
  Role role() {
    return role;
  }

  /**
   * Opens the connections and begins the calls.
   *
   * @param held name of an erasure that waits for approval
   */
  void begin(Attackers by, String held) {
    switch (this) {
      case UNFINISHED_UNLEARN -> by.unfinished(
          UnlearningServiceGrpc.getUnlearnMethod(), UnlearnRequest.getDefaultInstance(), 2, 250);
      case UNFINISHED_RECOMMEND -> by.unfinished(
          RecommendationServiceGrpc.getRecommendMethod(), RecommendRequest.getDefaultInstance(), 5,
          250);
      case UNFINISHED_GET_MODEL -> by.unfinished(
          ModelServiceGrpc.getGetModelMethod(), GetModelRequest.getDefaultInstance(), 2, 250);
      case WATCHES -> by.watches(
          UnlearningServiceGrpc.getWatchErasureMethod(),
          WatchErasureRequest.newBuilder().setName(held).build(), 40, 26);
      case BATCHES -> by.batches(
          BatchRecommendRequest.newBuilder()
              .setModel(MODEL_NAME)
              .addAllUsers(RATINGS.userIds().subList(100, 300))
              .setN(150)
              .build(),
          3, 100);
    }
  }
}
