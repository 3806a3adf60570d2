package io.lethe.benchmarks.load;

import io.grpc.ManagedChannel;
import io.grpc.stub.MetadataUtils;
import io.lethe.benchmarks.figures.Console;
import io.lethe.benchmarks.figures.Latencies;
import io.lethe.benchmarks.load.Attackers.Attack;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.TrainingRequest;
import io.lethe.server.access.Role;
import io.lethe.server.access.TokenIssuer;
import io.lethe.v1.GetModelRequest;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningServiceGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * How long one principal's calls take alone, and while another principal attacks: unfinished calls,
 * watches, large batches. The loads are those of an attack that was reported from outside. Callers and
 * server share the machine, so that the attackers' own work slows the attacked one down, too: how much, a
 * second server tells, which gets the same attack while the first one is not attacked.
 */
final class AttackRun {

  private static final String AUDIENCE = "attack-run";
  private static final Duration TRAINING_MAX = Duration.ofMinutes(10);
  private static final int HELD_USER = 7;

  private final Path launcher;
  private final Path data;
  private final Duration duration;
  private final int nice;
  private final TokenIssuer.NewKey key = TokenIssuer.newKey(new SecureRandom());

  /**
   * A run.
   *
   * @param nice how far the attackers' threads let others go first, 0 to 19: with 0 they take as much of
   *     the machine as the server, with 19 what the server and the attacked caller leave
   */
  AttackRun(Path launcher, Path data, Duration duration, int nice) {
    this.nice = nice;
    this.launcher = launcher;
    this.data = data;
    this.duration = duration;
  }

  void run() throws IOException, InterruptedException {
    Path csv = data.resolveSibling("movies.csv");
    Attack.RATINGS.write(csv);
    ServerProcess.run(launcher, data, "import", csv.toString(), "--model", Attack.MODEL);
    Path keys = Files.writeString(data.resolveSibling("keys.jwks"), key.open());
    Map<String, String> settings = Map.of(
        "LETHE_AUTH_KEYS_FILE", keys.toString(), "LETHE_AUTH_AUDIENCE", AUDIENCE,
        "LETHE_AUTH_TOKEN_MINUTES_MAX", "600", "LETHE_ADMIN_PORT", "0",
        "LETHE_APPROVAL_INTERACTIONS_ABOVE", "0", "LETHE_CACHE_ITEMS_MAX", "0");
    Path beside = data.resolveSibling("beside");
    ServerProcess.run(launcher, beside, "import", csv.toString(), "--model", Attack.MODEL);
    try (ServerProcess server = ServerProcess.start(launcher, data, settings);
        ServerProcess other = ServerProcess.start(launcher, beside, settings)) {
      attacks(target(server), target(other));
    }
  }

  /** A server with a model and an erasure that waits for approval. */
  private record Target(ServerProcess server, String held) {}

  private Target target(ServerProcess server) throws InterruptedException {
    try (LetheClient owner = server.client(token("owner", Role.TRAIN, Role.UNLEARN))) {
      owner.train(TrainingRequest.of(Attack.MODEL, "ease")).await(progress -> {}, TRAINING_MAX);
      return new Target(
          server,
          owner.unlearn(ErasureRequest.ofUser(Attack.MODEL, SyntheticCsv.user(HELD_USER))).name());
    }
  }

  private String token(String principal, Role... roles) {
    return TokenIssuer.issue(
        key.secret(),
        new TokenIssuer.Claims(principal, Set.of(roles), AUDIENCE, "", Duration.ofHours(5)),
        Instant.now());
  }

  private void attacks(Target attacked, Target other) throws IOException {
    ManagedChannel channel = attacked.server().channel();
    var serving = RecommendationServiceGrpc.newBlockingStub(channel)
        .withInterceptors(headers(token("shop", Role.SERVE)));
    var erasing = UnlearningServiceGrpc.newBlockingStub(channel)
        .withInterceptors(headers(token("office", Role.UNLEARN)));
    var reading = ModelServiceGrpc.newBlockingStub(channel)
        .withInterceptors(headers(token("ops", Role.TRAIN)));
    Victim recommends = n -> serving.recommend(
        RecommendRequest.newBuilder()
            .setModel(Attack.MODEL_NAME)
            .setUser(SyntheticCsv.user(10 + n % 400))
            .setN(10)
            .build());
    Victim unlearns = n -> erasing.unlearn(
        UnlearnRequest.newBuilder()
            .setModel(Attack.MODEL_NAME)
            .setUser(SyntheticCsv.user(10 + n % 400))
            .setRequestId(UUID.randomUUID().toString())
            .setValidateOnly(true)
            .build());
    Victim reads = n -> reading
        .getModel(GetModelRequest.newBuilder().setName(Attack.MODEL_NAME).build());
    var _ = measured("warming up", recommends);
    for (Attack attack : Attack.values()) {
      Victim victim = switch (attack) {
        case UNFINISHED_UNLEARN -> unlearns;
        case UNFINISHED_GET_MODEL, WATCHES -> reads;
        case UNFINISHED_RECOMMEND, BATCHES -> recommends;
      };
      attacked(attack, victim, attacked, other);
    }
    channel.shutdownNow();
  }

  private static io.grpc.ClientInterceptor headers(String token) {
    return MetadataUtils.newAttachHeadersInterceptor(Attackers.bearing(token));
  }

  /** One call of the attacked principal. */
  private interface Victim {
    Object call(int number);
  }

  private void attacked(Attack attack, Victim victim, Target attacked, Target other)
      throws IOException {
    Latencies alone = measured(attack.label() + ", alone", victim);
    Latencies beside = during(attack, ", another server under it", victim, other);
    Latencies under = during(attack, ", under it", victim, attacked);
    Console.line(
        "     ratio to alone: of p50 %.2f, of p99 %.2f; to the other server under it: %.2f, %.2f",
        under.millis(.5) / alone.millis(.5), under.millis(.99) / alone.millis(.99),
        under.millis(.5) / beside.millis(.5), under.millis(.99) / beside.millis(.99));
  }

  private Latencies during(Attack attack, String which, Victim victim, Target target)
      throws IOException {
    try (AttackProcess attackers = AttackProcess.begin(
        attack, nice, target.server().port(), target.held(), token("mallory", attack.role()))) {
      Latencies latencies = measured(attack.label() + which, victim);
      Console.line("     the attacker had %s", attackers.counts());
      return latencies;
    }
  }

  private Latencies measured(String name, Victim victim) {
    List<Long> nanos = new ArrayList<>();
    int refused = 0;
    long end = System.nanoTime() + duration.toNanos();
    for (int k = 0; System.nanoTime() < end || nanos.isEmpty(); k++) {
      long start = System.nanoTime();
      try {
        Object _ = victim.call(k);
      } catch (io.grpc.StatusRuntimeException | LetheException turnedAway) {
        refused++;
        if (nanos.isEmpty() && System.nanoTime() > end + duration.toNanos()) {
          throw turnedAway;
        }
        continue;
      }
      nanos.add(System.nanoTime() - start);
    }
    Latencies latencies = new Latencies(nanos.stream().mapToLong(each -> each).toArray());
    Console.line("%-66s %s   refused %d", name, latencies, refused);
    return latencies;
  }
}
