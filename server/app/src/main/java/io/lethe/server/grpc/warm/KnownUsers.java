package io.lethe.server.grpc.warm;

import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.server.grpc.ResourceNames;
import io.lethe.v1.RecommendRequest;
import java.util.ArrayList;
import java.util.List;

/** What a server asks itself: recommendations for users that its models know. */
public final class KnownUsers {

  /** Of each model, spread over all its users. */
  private static final int USERS_MAX = 2_048;
  private static final int ITEMS = 10;

  private KnownUsers() {}

  /** One request for each user, the models by turns; none if no model answers. */
  public static List<RecommendRequest> of(ModelRegistry registry) {
    List<List<RecommendRequest>> models = registry.models()
        .keySet()
        .stream()
        .flatMap(
            model -> registry.active(model)
                .map(version -> of(model, version.content().data().index()))
                .stream())
        .toList();
    List<RecommendRequest> byTurns = new ArrayList<>();
    for (int turn = 0; turn < USERS_MAX; turn++) {
      for (List<RecommendRequest> requests : models) {
        if (turn < requests.size()) {
          byTurns.add(requests.get(turn));
        }
      }
    }
    return byTurns;
  }

  private static List<RecommendRequest> of(ModelName model, EntityIndex index) {
    int step = Math.max(1, Math.ceilDiv(index.userCount(), USERS_MAX));
    List<RecommendRequest> requests = new ArrayList<>();
    for (int user = 0; user < index.userCount(); user += step) {
      String id = index.userId(user);
      if (!id.isEmpty()) {
        requests.add(
            RecommendRequest.newBuilder()
                .setModel(ResourceNames.of(model))
                .setUser(id)
                .setN(ITEMS)
                .build());
      }
    }
    return requests;
  }
}
