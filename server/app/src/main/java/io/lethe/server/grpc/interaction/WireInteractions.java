package io.lethe.server.grpc.interaction;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.event.EventWeights;
import io.lethe.engine.interaction.AppendOrder;
import io.lethe.server.grpc.WireTimes;
import io.lethe.v1.InteractionRow;
import io.lethe.v1.Repeats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Interactions and their rule, from the wire and for it. */
final class WireInteractions {

  private static final float VALUE_DEFAULT = 1;

  private WireInteractions() {}

  static List<AppendOrder.Row> rows(List<InteractionRow> wire) {
    List<AppendOrder.Row> rows = new ArrayList<>(wire.size());
    for (int k = 0; k < wire.size(); k++) {
      InteractionRow row = wire.get(k);
      rows.add(
          new AppendOrder.Row(
              row.getUser(), row.getItem(), row.hasValue() ? row.getValue() : VALUE_DEFAULT,
              row.hasTime()
                  ? WireTimes.instant("interactions[%d].time".formatted(k), row.getTime())
                  : null,
              row.getEventType()));
    }
    return rows;
  }

  static EventWeights weights(Map<String, Float> wire) {
    return wire.isEmpty() ? EventWeights.NONE : new EventWeights(wire);
  }

  /** @param number of the rule as it was sent */
  static io.lethe.engine.data.Repeats repeats(Repeats repeats, int number) {
    return switch (repeats) {
      case REPEATS_UNSPECIFIED, REPEATS_LATEST -> io.lethe.engine.data.Repeats.LATEST;
      case REPEATS_FIRST -> io.lethe.engine.data.Repeats.FIRST;
      case REPEATS_SUM -> io.lethe.engine.data.Repeats.SUM;
      case REPEATS_MAX -> io.lethe.engine.data.Repeats.MAX;
      case UNRECOGNIZED -> throw new LetheException(
          ErrorKind.ARGUMENT_INVALID,
          "repeats is %d; a value of Repeats is needed".formatted(number),
          Map.of("field", "repeats"));
    };
  }

  static InteractionRow toWire(AppendOrder.Row row) {
    InteractionRow.Builder wire = InteractionRow.newBuilder()
        .setUser(row.user())
        .setItem(row.item())
        .setValue(row.value());
    if (!row.event().isEmpty()) {
      wire.setEventType(row.event());
    }
    if (row.time() != null) {
      wire.setTime(WireTimes.of(row.time()));
    }
    return wire.build();
  }
}
