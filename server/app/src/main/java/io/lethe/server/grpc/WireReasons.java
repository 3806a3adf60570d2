package io.lethe.server.grpc;

import io.lethe.engine.recommend.Explained;
import io.lethe.v1.Reason;
import io.lethe.v1.ScoredItem;
import java.util.ArrayList;
import java.util.List;

/** What carries recommendations, for the wire. */
final class WireReasons {

  private WireReasons() {}

  /** @param reasons one list for each item, or none */
  static List<ScoredItem> explained(
      List<ScoredItem> items, List<List<Explained.Reason>> reasons) {
    if (reasons.isEmpty()) {
      return items;
    }
    List<ScoredItem> explained = new ArrayList<>();
    for (int k = 0; k < items.size(); k++) {
      ScoredItem.Builder item = items.get(k).toBuilder();
      for (Explained.Reason reason : reasons.get(k)) {
        item.addBecause(
            Reason.newBuilder()
                .setItem(reason.item())
                .setContribution(reason.contribution()));
      }
      explained.add(item.build());
    }
    return explained;
  }
}
