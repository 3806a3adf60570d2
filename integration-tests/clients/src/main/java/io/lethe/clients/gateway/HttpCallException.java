package io.lethe.clients.gateway;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** A call that failed, by the error of AIP-193 that came, or for want of one. */
final class HttpCallException extends Exception {

  private static final long serialVersionUID = 1L;
  private static final String DOMAIN = "lethe.io";

  private final transient JsonObject error;

  HttpCallException(JsonObject error) {
    super(error.toString());
    this.error = error;
  }

  static HttpCallException of(String status, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("status", status);
    error.addProperty("message", message);
    return new HttpCallException(error);
  }

  String status() {
    return error.get("status").getAsString();
  }

  /** Empty where the error is not Lethe's own. */
  JsonObject info() {
    if (error.has("details")) {
      for (JsonElement detail : error.getAsJsonArray("details")) {
        JsonObject info = detail.getAsJsonObject();
        if (info.has("domain") && info.get("domain").getAsString().equals(DOMAIN)) {
          return info;
        }
      }
    }
    return new JsonObject();
  }
}
