package io.lethe.server.metrics;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;

/** Calls that were turned away, plugins that cannot be used, and the receipt log. */
final class CallMetrics {

  private static final AttributeKey<String> CALLS = AttributeKey.stringKey("calls");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

  private final Metrics.Measured measured;

  CallMetrics(Metrics.Measured measured) {
    this.measured = measured;
  }

  void register(Meter meter) {
    var _ = meter.counterBuilder("lethe.calls.shed")
        .setDescription("Calls refused because the server is overloaded")
        .buildWithCallback(to -> {
          to.record(measured.admission().recommendationsShed(), calls("recommend"));
          to.record(measured.admission().erasuresShed(), calls("unlearn"));
          to.record(measured.admission().appendsShed(), calls("append"));
          to.record(measured.admission().controlCallsShed(), calls("control"));
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

  private static Attributes calls(String kind) {
    return Attributes.of(CALLS, kind);
  }

  private static Attributes reason(String reason) {
    return Attributes.of(REASON, reason);
  }
}
