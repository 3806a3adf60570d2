package io.lethe.store.ledger;

import io.lethe.engine.erasure.ErasureMeasures;
import io.lethe.engine.erasure.ErasureMeasures.Gate;
import io.lethe.engine.erasure.ErasureMeasures.Refit;
import io.lethe.engine.erasure.ErasureMeasures.Update;
import io.lethe.store.format.Json;
import io.lethe.unlearning.UnlearningReport.Losses;
import io.lethe.unlearning.UnlearningReport.Renewal;
import io.lethe.unlearning.UnlearningReport.Residue;
import io.lethe.unlearning.UnlearningReport.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an erasure measured, as JSON; a number that was not measured is left out. */
final class MeasuresJson {

  private MeasuresJson() {}

  static ObjectNode of(ErasureMeasures measures) {
    ObjectNode json = Json.object();
    if (measures.update() != null) {
      json.set("update", of(measures.update()));
    }
    if (measures.refit() != null) {
      ObjectNode refit = json.putObject("refit");
      put(refit, "residual", measures.refit().residual());
      put(refit, "tolerance", measures.refit().tolerance());
    }
    ArrayNode gates = json.putArray("gates");
    for (Gate gate : measures.gates()) {
      ObjectNode each = gates.addObject().put("name", gate.name()).put("refused", gate.refused());
      put(each, "value", gate.value());
      put(each, "bound", gate.bound());
    }
    return json;
  }

  private static ObjectNode of(Update update) {
    ObjectNode json = Json.object();
    put(json, "damping", update.step().damping());
    put(json, "step-norm", update.step().norm());
    put(json, "relative-step-norm", update.step().relativeNorm());
    put(json, "rows-limited", update.step().rowsLimited());
    put(json, "predicted-loss-rise", update.step().predictedRise());
    put(json, "corrections", update.step().corrections());
    put(json, "curvature-products", update.step().products());
    put(json, "forget-loss-before", update.losses().forgetBefore());
    put(json, "forget-loss-after", update.losses().forgetAfter());
    put(json, "held-out-loss", update.losses().heldOut());
    put(json, "probe-loss-before", update.losses().probeBefore());
    put(json, "probe-loss-after", update.losses().probeAfter());
    put(json, "gradient-residual", update.gradientResidual());
    put(json, "canary-rise", update.canaryRise());
    put(json, "rows-renewed", update.renewal().rows());
    put(json, "renewed-residual", update.renewal().residual());
    put(json, "promoted-fall", update.renewal().fall());
    put(json, "relative-residual", update.residue().relative());
    put(json, "residual-interactions", update.residue().interactions());
    put(json, "pruned-gradient", update.residue().pruned());
    put(json, "residual-left", update.residue().left());
    put(json, "residual-budget-used", update.residue().budgetUsed());
    return json;
  }

  private static void put(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, value);
    }
  }

  static ErasureMeasures measures(JsonNode json) {
    List<Gate> gates = new ArrayList<>();
    for (JsonNode gate : json.required("gates")) {
      gates.add(
          new Gate(
              Json.string(gate, "name"), number(gate, "value"), number(gate, "bound"),
              gate.required("refused").booleanValue()));
    }
    return new ErasureMeasures(update(json.get("update")), refit(json.get("refit")), gates);
  }

  private static @Nullable Refit refit(@Nullable JsonNode json) {
    return json == null ? null : new Refit(number(json, "residual"), number(json, "tolerance"));
  }

  private static @Nullable Update update(@Nullable JsonNode json) {
    if (json == null) {
      return null;
    }
    return new Update(
        new Step(
            number(json, "damping"), number(json, "step-norm"), number(json, "relative-step-norm"),
            count(json, "rows-limited"), number(json, "predicted-loss-rise"),
            count(json, "corrections"), count(json, "curvature-products")),
        new Losses(
            number(json, "forget-loss-before"), number(json, "forget-loss-after"),
            number(json, "held-out-loss"), number(json, "probe-loss-before"),
            number(json, "probe-loss-after")),
        number(json, "gradient-residual"), number(json, "canary-rise"),
        new Renewal(
            count(json, "rows-renewed"), number(json, "renewed-residual"),
            number(json, "promoted-fall")),
        new Residue(
            number(json, "relative-residual"), count(json, "residual-interactions"),
            number(json, "pruned-gradient"), number(json, "residual-left"),
            number(json, "residual-budget-used")));
  }

  private static double number(JsonNode json, String name) {
    return json.has(name) ? Json.decimal(json, name) : Double.NaN;
  }

  private static int count(JsonNode json, String name) {
    return json.has(name) ? (int) Json.decimal(json, name) : 0;
  }
}
