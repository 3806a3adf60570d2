package io.lethe.clients.testee;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.ForgetTarget;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.Receipt;
import io.lethe.client.UnlearningMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What is about erasures. */
final class ErasureOperations {

  private ErasureOperations() {}

  static JsonElement answer(String operation, LetheClient client, Arguments arguments) {
    return switch (operation) {
      case "plan" -> Values.plan(client.plan(request(arguments)));
      case "unlearn" -> unlearn(client, request(arguments));
      case "readmit" -> count(client.readmit(arguments.text("model"), target(arguments)));
      case "erasures" -> Values.list(
          "erasures",
          client
              .erasures(
                  arguments.optionalText("model")
                      .map(Erasure.Filter::ofModel)
                      .orElse(Erasure.Filter.ALL))
              .limit(arguments.number("limit"))
              .map(Values::erasure));
      default -> answer(operation, client.erasure(arguments.text("name")), arguments);
    };
  }

  private static JsonElement answer(String operation, ErasureHandle handle, Arguments arguments) {
    return switch (operation) {
      case "erasure" -> Values.erasure(handle.now());
      case "await" -> await(handle, arguments);
      case "watch" -> watch(handle);
      case "cancelWatch" -> cancelWatch(handle);
      case "approve" -> Values.erasure(handle.approve());
      case "cancel" -> Values.erasure(handle.cancel());
      case "receipt" -> receipt(handle.receipt());
      default -> throw new IllegalArgumentException("no operation '" + operation + "'");
    };
  }

  private static ErasureRequest request(Arguments arguments) {
    ErasureRequest request = ErasureRequest.of(arguments.text("model"), target(arguments))
        .by(method(arguments));
    return arguments.optionalText("requestId")
        .map(id -> request.under(UUID.fromString(id)))
        .orElse(request);
  }

  private static ForgetTarget target(Arguments arguments) {
    if (arguments.has("user")) {
      return new ForgetTarget.User(arguments.text("user"));
    }
    if (arguments.has("item")) {
      return new ForgetTarget.Item(arguments.text("item"));
    }
    List<ForgetTarget.Interaction> interactions = new ArrayList<>();
    for (JsonElement pair : arguments.array("interactions")) {
      Arguments one = new Arguments(pair.getAsJsonObject());
      interactions.add(new ForgetTarget.Interaction(one.text("user"), one.text("item")));
    }
    return new ForgetTarget.Interactions(interactions);
  }

  private static UnlearningMethod method(Arguments arguments) {
    return arguments.optionalText("method")
        .map(name -> UnlearningMethod.valueOf(name.substring("UNLEARNING_METHOD_".length())))
        .orElse(UnlearningMethod.SERVER_CHOICE);
  }

  private static JsonObject count(int readmitted) {
    JsonObject json = new JsonObject();
    json.addProperty("readmittedCount", readmitted);
    return json;
  }

  private static JsonObject unlearn(LetheClient client, ErasureRequest request) {
    JsonObject json = new JsonObject();
    json.addProperty("erasure", client.unlearn(request).name());
    json.addProperty("requestId", request.requestId().toString());
    return json;
  }

  private static JsonObject await(ErasureHandle handle, Arguments arguments) {
    JsonArray progress = new JsonArray();
    Duration timeout = Duration
        .ofMillis(arguments.number("timeoutMillis", ErasureHandle.AWAIT_DEFAULT.toMillis()));
    Erasure ended = handle.await(erasure -> progress.add("STATE_" + erasure.state()), timeout);
    JsonObject json = new JsonObject();
    json.add("erasure", Values.erasure(ended));
    json.add("progress", progress);
    return json;
  }

  private static JsonObject watch(ErasureHandle handle) {
    JsonArray states = new JsonArray();
    try (Stream<Erasure> watch = handle.watch()) {
      watch.forEach(erasure -> states.add("STATE_" + erasure.state()));
    }
    JsonObject json = new JsonObject();
    json.add("states", states);
    return json;
  }

  private static JsonObject cancelWatch(ErasureHandle handle) {
    Stream<Erasure> watch = handle.watch();
    Iterator<Erasure> states = watch.iterator();
    JsonObject json = new JsonObject();
    json.addProperty("first", "STATE_" + states.next().state());
    watch.close();
    try {
      json.addProperty("ended", states.hasNext() ? "NOT_ENDED" : "COMPLETED");
    } catch (LetheException cancelled) {
      json.addProperty("ended", cancelled.status().name());
    }
    return json;
  }

  private static JsonObject receipt(Receipt receipt) {
    JsonObject json = new JsonObject();
    json.addProperty("receipt", Base64.getEncoder().encodeToString(receipt.toByteArray()));
    json.addProperty("name", receipt.name());
    return json;
  }
}
