package io.lethe.clients.testee;

import com.google.gson.JsonObject;
import io.lethe.client.LetheClient;

/** What is tested, for reports. */
public final class Facts {

  private Facts() {}

  /** The language, its version, and the client's. */
  public static JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("language", "java");
    json.addProperty("runtime", System.getProperty("java.vm.name") + " " + Runtime.version());
    json.addProperty(
        "sdk", LetheClient.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    return json;
  }
}
