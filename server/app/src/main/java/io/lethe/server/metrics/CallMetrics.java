package io.lethe.server.metrics;

import io.lethe.engine.recommend.RecommendationCache;
import io.lethe.server.grpc.admission.LaneCounts;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.util.function.ToLongFunction;

/** Places of calls, kept answers, plugins that cannot be used, and the receipt log. */
final class CallMetrics {

  private static final AttributeKey<String> CALLS = AttributeKey.stringKey("calls");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

  private final Metrics.Measured measured;

  CallMetrics(Metrics.Measured measured) {
    this.measured = measured;
  }

  void register(Meter meter) {
    var _ = meter.counterBuilder("lethe.calls.shed")
        .setDescription("Calls refused because the server is overloaded")
        .buildWithCallback(to -> measured.admission().counts().forEach((calls, counts) -> {
          to.record(counts.shedFull(), Attributes.of(CALLS, calls, REASON, "FULL"));
          to.record(counts.shedShare(), Attributes.of(CALLS, calls, REASON, "SHARE"));
        }));
    lane(meter, "lethe.admission.places", "Calls that may be under way now", LaneCounts::places);
    lane(
        meter, "lethe.admission.calls", "Calls that are under way, waiting ones included",
        LaneCounts::underWay);
    lane(
        meter, "lethe.admission.waiting", "Work on calls that waits for a thread",
        LaneCounts::waiting);
    var _ = meter.counterBuilder("lethe.cache.lookups")
        .setDescription("Answers of users that were looked for among those kept, by what was found")
        .buildWithCallback(to -> {
          RecommendationCache.Counts counts = measured.engine().cacheCounts();
          to.record(counts.hits(), Attributes.of(OUTCOME, "HIT"));
          to.record(counts.misses(), Attributes.of(OUTCOME, "MISS"));
        });
    var _ = meter.counterBuilder("lethe.calls.refused")
        .setDescription("Calls refused for lack of an identity or a role")
        .buildWithCallback(to -> {
          to.record(measured.access().unauthenticated(), reason("UNAUTHENTICATED"));
          to.record(measured.access().denied(), reason("PERMISSION_DENIED"));
        });
    var _ = meter.gaugeBuilder("lethe.plugins.failed")
        .ofLongs()
        .setDescription("Plugins that could not be loaded")
        .buildWithCallback(to -> to.record(measured.plugins().catalog().failures().size()));
    var _ = meter.gaugeBuilder("lethe.ledger.readable")
        .ofLongs()
        .setDescription(
            "1 if the ledger can be read; while it cannot, nothing is erased, appended or trained")
        .buildWithCallback(
            to -> to.record(measured.engine().directory().isLedgerReadable() ? 1 : 0));
    var _ = meter.gaugeBuilder("lethe.receipts.refused")
        .ofLongs()
        .setDescription("1 while the receipt log contradicts a signed checkpoint and signs nothing")
        .buildWithCallback(
            to -> to.record(measured.engine().receipts().refusal().isPresent() ? 1 : 0));
    var _ = meter.gaugeBuilder("lethe.receipts.log.size")
        .ofLongs()
        .setDescription("Receipts in the log")
        .buildWithCallback(to -> to.record(measured.engine().receipts().size()));
  }

  private void lane(
      Meter meter, String name, String description, ToLongFunction<LaneCounts> value) {
    var _ = meter.gaugeBuilder(name)
        .ofLongs()
        .setDescription(description)
        .buildWithCallback(
            to -> measured.admission()
                .counts()
                .forEach(
                    (calls, counts) -> to
                        .record(value.applyAsLong(counts), Attributes.of(CALLS, calls))));
  }

  private static Attributes reason(String reason) {
    return Attributes.of(REASON, reason);
  }
}
