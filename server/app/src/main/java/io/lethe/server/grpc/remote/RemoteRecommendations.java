package io.lethe.server.grpc.remote;

import io.lethe.v1.RecommendResponse;
import java.util.List;

/** The best items for a user, and the version that says so. */
public record RemoteRecommendations(String version, long erasurePosition, List<Item> items) {

  /** An item with its score. */
  public record Item(String id, float score) {}

  public RemoteRecommendations {
    items = List.copyOf(items);
  }

  static RemoteRecommendations of(RecommendResponse response) {
    return new RemoteRecommendations(
        response.getModelVersion(), response.getErasurePosition(),
        response.getItemsList()
            .stream()
            .map(item -> new Item(item.getItem(), item.getScore()))
            .toList());
  }
}
