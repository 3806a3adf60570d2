package io.lethe.clients.gateway;

import com.google.gson.JsonObject;
import java.util.stream.Collectors;

/** Where the methods are that scenarios call as they are. */
final class RawPaths {

  private RawPaths() {}

  static JsonObject call(HttpCaller http, String method, JsonObject request)
      throws HttpCallException, InterruptedException {
    JsonObject json = new JsonObject();
    json.add("response", switch (method) {
      case "lethe.v1.UnlearningService/Unlearn" -> http.post("/v1/erasures", request);
      case "lethe.v1.UnlearningService/ListErasures" -> http.get("/v1/erasures" + query(request));
      case "lethe.v1.ModelService/ListModels" -> http.get("/v1/models" + query(request));
      case "lethe.v1.ModelService/GetModel" -> http.get(
          "/v1/models/" + GatewayTestee
              .encoded(request.get("name").getAsString().substring("models/".length())));
      case "lethe.v1.ModelService/GetModelVersion" ->
        http.get("/v1/" + request.get("name").getAsString());
      case "lethe.v1.ModelService/ListPlugins" -> http.get("/v1/plugins" + query(request));
      case "lethe.v1.AuditService/ListSettings" -> http.get("/v1/settings" + query(request));
      case "lethe.v1.CatalogService/UpdateItems" ->
        http.post("/v1/" + request.get("model").getAsString() + ":updateItems", request);
      case "lethe.v1.AuditService/GetConsistencyProof" ->
        http.get("/v1/log/consistencyProof" + query(request));
      default -> throw new IllegalArgumentException("no path is known for '" + method + "'");
    });
    return json;
  }

  private static String query(JsonObject request) {
    return request.entrySet()
        .stream()
        .map(field -> field.getKey() + "=" + GatewayTestee.encoded(field.getValue().getAsString()))
        .collect(Collectors.joining("&", "?", ""));
  }
}
