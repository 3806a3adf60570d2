package io.lethe.clients.testee;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.grpc.StatusRuntimeException;
import io.lethe.client.ErasureHandle;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.RecommendQuery;
import io.lethe.client.TrainingRequest;
import io.lethe.client.VersionName;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** The Java client, as the harness drives it. */
final class JavaTestee implements Testee.Operations {

  private final JavaClients clients = new JavaClients();

  private JavaTestee() {}

  public static void main(String[] arguments) throws IOException {
    Testee.serve(new JavaTestee());
  }

  @Override
  public JsonElement answer(String operation, JsonObject wish, JsonObject json) throws Exception {
    Arguments arguments = new Arguments(json);
    return switch (operation) {
      case "facts" -> Facts.json();
      case "verify" -> Receipts.verify(arguments);
      case "close" -> {
        clients.close(wish);
        yield new JsonObject();
      }
      default -> answer(operation, clients.get(wish), arguments);
    };
  }

  private static JsonElement answer(String operation, LetheClient asked, Arguments arguments)
      throws Exception {
    LetheClient client = asked.byAlias(arguments.optionalText("alias").orElse(""));
    return switch (operation) {
      case "recommend" -> recommend(client, arguments);
      case "batchRecommend" -> Values.batch(
          client.batchRecommend(
              arguments.text("model"), arguments.texts("users"), arguments.number("n"),
              InteractionOperations.fallback(arguments),
              arguments.optionalText("filter").orElse("")));
      case "score" -> Values.scores(
          client.score(arguments.text("model"), arguments.text("user"), arguments.texts("items")));
      case "models" -> Values.list("models", client.models().map(Values::model));
      case "model" -> Values.model(client.model(arguments.text("model")));
      case "versions" ->
        Values.list("versions", client.versions(arguments.text("model")).map(Values::version));
      case "version" -> Values.version(client.version(version(arguments)));
      case "activate" -> Values.version(client.activate(version(arguments)));
      case "rebase" -> Values.version(client.rebase(version(arguments)));
      case "setAlias" -> Values.alias(
          arguments.text("model"),
          client.setAlias(
              arguments.text("model"), arguments.text("alias"),
              arguments.has("modelVersion")
                  ? OptionalLong.of(VersionName.parse(arguments.text("modelVersion")).number())
                  : OptionalLong.empty(),
              arguments.has("basisPoints")
                  ? OptionalInt.of(arguments.number("basisPoints"))
                  : OptionalInt.empty()));
      case "reloadPlugins" ->
        Values.list("changes", client.reloadPlugins().stream().map(Values::change));
      case "deleteAlias" -> {
        client.deleteAlias(arguments.text("model"), arguments.text("alias"));
        yield new JsonObject();
      }
      case "train" -> train(client, arguments);
      case "raw" -> RawCalls.call(client.channel(), arguments);
      case "bench" -> new Bench(client, arguments).run();
      case "updateItems", "deleteItems", "item", "items" ->
        CatalogOperations.answer(operation, client, arguments);
      case "recommendForItems", "similarItems", "appendInteractions", "appendAll",
          "importInteractions", "interactionsOfUser" ->
        InteractionOperations.answer(operation, client, arguments);
      default -> ErasureOperations.answer(operation, client, arguments);
    };
  }

  private static JsonObject recommend(LetheClient client, Arguments arguments) {
    LetheClient called = arguments.has("deadlineMillis")
        ? client.within(Duration.ofMillis(arguments.number("deadlineMillis")))
        : client;
    return Values.recommendations(
        called.recommend(
            new RecommendQuery(
                arguments.text("model"), arguments.text("user"), arguments.number("n"),
                arguments.texts("excludeItems"), arguments.flag("includeSeen"),
                arguments.number("minErasurePosition", 0),
                InteractionOperations.fallback(arguments),
                arguments.optionalText("filter").orElse(""), arguments.texts("allowItems"),
                (int) arguments.number("because", 0))));
  }

  private static JsonObject train(LetheClient client, Arguments arguments) {
    Map<String, String> options = new LinkedHashMap<>();
    if (arguments.json().has("options")) {
      arguments.json()
          .getAsJsonObject("options")
          .asMap()
          .forEach((name, value) -> options.put(name, value.getAsString()));
    }
    UUID id = arguments.optionalText("requestId").map(UUID::fromString).orElseGet(UUID::randomUUID);
    JsonObject trained = new JsonObject();
    trained.addProperty(
        "version",
        client
            .train(
                new TrainingRequest(
                    arguments.text("model"), arguments.optionalText("plugin").orElse(""), options,
                    arguments.number("seed", 0), true, arguments.flag("keepBeside"), id))
            .await(progress -> {}, ErasureHandle.AWAIT_DEFAULT)
            .name()
            .toString());
    return trained;
  }

  private static VersionName version(Arguments arguments) {
    return VersionName.parse(arguments.text("name"));
  }

  @Override
  public JsonObject error(Exception failure) {
    JsonObject error = new JsonObject();
    error.addProperty("type", failure.getClass().getName());
    error.addProperty("message", String.valueOf(failure.getMessage()));
    Exception read = failure instanceof StatusRuntimeException raw
        ? LetheException.of(raw)
        : failure;
    if (read instanceof LetheException known) {
      error.addProperty("status", known.status().name());
      error.addProperty("reason", known.reason());
      JsonObject metadata = new JsonObject();
      known.metadata().forEach(metadata::addProperty);
      error.add("metadata", metadata);
    }
    return error;
  }
}
