package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.longrunning.OperationsGrpc;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.health.v1.HealthGrpc;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheException;
import io.lethe.client.TrainingRequest;
import io.lethe.e2e.AnyCall.Reply;
import io.lethe.e2e.plugins.TalkativePlugin;
import io.lethe.installed.Distribution;
import io.lethe.installed.Server;
import io.lethe.v1.AuditServiceGrpc;
import io.lethe.v1.CatalogServiceGrpc;
import io.lethe.v1.InteractionServiceGrpc;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearningServiceGrpc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * No id of a user or an item in anything but answers: ids that cannot be mistaken are planted in the
 * data and in every field of every call, good and bad, and then looked for in all that the server
 * printed at its most talkative, in every refusal with its details, and in every file's name.
 */
@ExtendWith(Installations.class)
final class PersonIdsTest {

  /** In every planted id. */
  static final String MARK = "PLANTED";

  /** As those who print bytes would print it. */
  private static final String MARK_IN_HEX = HexFormat.of()
      .formatHex(MARK.getBytes(StandardCharsets.UTF_8));

  private static final List<ServiceDescriptor> SERVICES = List.of(
      RecommendationServiceGrpc.getServiceDescriptor(),
      InteractionServiceGrpc.getServiceDescriptor(), CatalogServiceGrpc.getServiceDescriptor(),
      ModelServiceGrpc.getServiceDescriptor(), UnlearningServiceGrpc.getServiceDescriptor(),
      AuditServiceGrpc.getServiceDescriptor(), OperationsGrpc.getServiceDescriptor(),
      HealthGrpc.getServiceDescriptor());
  private static final long[] NUMBERS = {0, 5, -1, Integer.MAX_VALUE};
  private static final List<String> NAMES = List.of(
      "models/movies", "models/movies/versions/1", "models/movies/aliases/" + MARK,
      "models/movies/aliases/canary", "models/" + MARK, "operations/" + MARK, "erasures/" + MARK,
      "erasures/" + UUID.randomUUID());
  private static final int USERS = 60;
  private static final int ITEMS = 40;

  private final List<String> leaks = new ArrayList<>();

  private static String user(int number) {
    return "%s.user.%d@people.example".formatted(MARK, number);
  }

  private static String item(int number) {
    return "%s/item/%d".formatted(MARK, number);
  }

  private static Path ratings(Path folder) throws IOException {
    StringBuilder rows = new StringBuilder("user,item,label\n");
    for (int user = 0; user < USERS; user++) {
      for (int k = 0; k < 10; k++) {
        rows.append(user(user))
            .append(',')
            .append(item((user * 7 + k * 3) % ITEMS))
            .append((user + k) % 3 == 0 ? ",0\n" : ",1\n");
      }
    }
    return Files.writeString(folder.resolve("ratings.csv"), rows);
  }

  @Test
  void everyCall_goodOrBad_leavesNoIdInOutputRefusalsOrFileNames(
      Installation other, @TempDir Path folder) throws Exception {
    Distribution distribution = other.distribution();
    // Each call that reloads plugins digests them all: 129 MB with those on ND4J.
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    Folders.link(distribution.plugins().resolve("mf"), plugins.resolve("mf"));
    PluginJars.write(
        Files.createDirectory(plugins.resolve("talkative")).resolve("talkative.jar"),
        TalkativePlugin.class);
    Installation installation = new Installation(distribution, folder.resolve("data"), plugins);
    Distribution.Ended imported = installation
        .run("import", ratings(folder).toString(), "--model", "movies");
    assertEquals(0, imported.exitCode(), imported.text());
    check("import", imported.text());
    Server server = installation
        .serve(Map.of("LETHE_LOG_LEVEL", "TRACE", "LETHE_RETRAINING_AUTOMATIC", "false"));
    try (server) {
      train(server);
      everyMethod(server, PersonIdsTest::requests);
      forget(server);
      everyMethod(server, PersonIdsTest::requestsAboutErased);
      // Last: what it deletes, no other call could be about.
      everyRequest(server, ModelServiceGrpc.getDeleteModelMethod(), false, PersonIdsTest::requests);
    }
    check("server", String.join("\n", server.output()));
    assertTrue(server.output().stream().anyMatch(line -> line.contains("Lethe serves")));
    try (Stream<Path> files = Files.walk(installation.data())) {
      files.forEach(file -> check("file name", file.toString()));
    }
    assertEquals(List.of(), leaks);
  }

  private void train(Server server) {
    server.client()
        .train(
            TrainingRequest.of("movies", "mf")
                .with(Map.of("factors", "4", "epochs-max", "5"))
                .from(1))
        .await(progress -> {}, Installations.TRAINING_MAX);
    try {
      server.client()
          .train(TrainingRequest.of("movies", "talkative").from(1))
          .await(progress -> {}, Installations.TRAINING_MAX);
      leaks.add("the talkative plugin did not fail");
    } catch (LetheException failed) {
      check("training by a plugin that fails", failed.toString());
    }
  }

  private void forget(Server server) {
    server.client().unlearn(ErasureRequest.ofUser("movies", user(1))).await(progress -> {});
    server.client().unlearn(ErasureRequest.ofItem("movies", item(3))).await(progress -> {});
    try {
      server.client().recommend("movies", user(1), 5);
      leaks.add("a forgotten user was answered");
    } catch (LetheException unknown) {
      check("a forgotten user", unknown.toString());
    }
  }

  private void everyMethod(Server server, Function<AnyCall, List<byte[]>> requests)
      throws IOException {
    for (ServiceDescriptor service : SERVICES) {
      for (MethodDescriptor<?, ?> method : service.getMethods()) {
        // Recommendations, catalogues and a user's interactions are about ids, and nothing else is.
        boolean mayName = service.getName().equals(RecommendationServiceGrpc.SERVICE_NAME)
            || service.getName().equals(CatalogServiceGrpc.SERVICE_NAME)
            || method.equals(InteractionServiceGrpc.getListInteractionsMethod());
        if (!method.equals(ModelServiceGrpc.getDeleteModelMethod())) {
          everyRequest(server, method, mayName, requests);
        }
      }
    }
  }

  private void everyRequest(
      Server server, MethodDescriptor<?, ?> method, boolean mayName,
      Function<AnyCall, List<byte[]>> requests) throws IOException {
    AnyCall call = new AnyCall(method);
    for (byte[] request : requests.apply(call)) {
      Reply reply = call.send(server.channel(), request);
      check(method.getFullMethodName() + " refused", reply.told());
      if (reply.answered() && !mayName) {
        check(method.getFullMethodName() + " answered", call.inClear(reply.answer()));
      }
    }
  }

  private static List<byte[]> requests(AnyCall call) {
    List<byte[]> requests = new ArrayList<>();
    requests.add(new byte[0]);
    requests.add((MARK + " is no message at all").getBytes(StandardCharsets.UTF_8));
    requests.add(truncated(call.filled(plausible("models/movies", user(2)), 1)));
    requests.add(call.filled(plausible("models/movies", MARK.repeat(1_000_000)), 1));
    for (long number : NUMBERS) {
      requests.add(call.filled(plausible(user(2), user(2)), number));
    }
    requests.addAll(
        about(
            call,
            List.of(user(2), MARK + "-nobody", MARK.repeat(60), MARK + "\n\u0000\u202e", item(2))));
    return requests;
  }

  /** Once people are erased, what is new is what is said of those. */
  private static List<byte[]> requestsAboutErased(AnyCall call) {
    return about(call, List.of(user(1), item(3)));
  }

  /** Every two of a name, a subject and a number meet; all three would be four times the calls. */
  private static List<byte[]> about(AnyCall call, List<String> subjects) {
    List<byte[]> requests = new ArrayList<>();
    for (int subject = 0; subject < subjects.size(); subject++) {
      for (int name = 0; name < NAMES.size(); name++) {
        requests.add(
            call.filled(
                plausible(NAMES.get(name), subjects.get(subject)),
                NUMBERS[(name + subject) % NUMBERS.length]));
      }
    }
    return requests;
  }

  /** Right where it can be, so that the ids get as far as possible. */
  private static Function<FieldDescriptor, String> plausible(String name, String subject) {
    return field -> switch (field.getName()) {
      case "name", "model", "parent" -> name;
      case "request_id" -> UUID.randomUUID().toString();
      case "plugin" -> "mf";
      case "page_token" -> "";
      // A call that names an unknown alias goes no further.
      case "alias", "model_version" -> subject.endsWith("-nobody") ? subject : "";
      case "filter" -> subject.endsWith("-nobody") ? subject : "";
      // Repeated by gRPC's own health service, to the caller only.
      case "service" -> "lethe.v1.ModelService";
      default -> subject;
    };
  }

  private static byte[] truncated(byte[] bytes) {
    return java.util.Arrays.copyOf(bytes, bytes.length / 2);
  }

  private void check(String where, String text) {
    int at = Math.max(text.indexOf(MARK), text.indexOf(MARK_IN_HEX));
    if (at >= 0) {
      leaks.add(
          where + ": " + text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 100)));
    }
  }
}
