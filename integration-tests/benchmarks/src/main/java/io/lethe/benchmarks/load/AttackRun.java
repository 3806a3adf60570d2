package io.lethe.benchmarks.load;

import io.grpc.ManagedChannel;
import io.grpc.stub.MetadataUtils;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.TrainingRequest;
import io.lethe.server.access.Role;
import io.lethe.server.access.TokenIssuer;
import io.lethe.v1.BatchRecommendRequest;
import io.lethe.v1.GetModelRequest;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.RecommendationServiceGrpc;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningServiceGrpc;
import io.lethe.v1.WatchErasureRequest;
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

  private static final String MODEL = "movies";
  private static final String MODEL_NAME = "models/" + MODEL;
  private static final String AUDIENCE = "attack-run";
  private static final Duration TRAINING_MAX = Duration.ofMinutes(10);
  private static final SyntheticCsv RATINGS = new SyntheticCsv(500, 150, 20);
  private static final int HELD_USER = 7;

  private final Path launcher;
  private final Path data;
  private final Duration duration;
  private final TokenIssuer.NewKey key = TokenIssuer.newKey(new SecureRandom());

  AttackRun(Path launcher, Path data, Duration duration) {
    this.launcher = launcher;
    this.data = data;
    this.duration = duration;
  }

  void run() throws IOException, InterruptedException {
    Path csv = data.resolveSibling("movies.csv");
    RATINGS.write(csv);
    ServerProcess.run(launcher, data, "import", csv.toString(), "--model", MODEL);
    Path keys = Files.writeString(data.resolveSibling("keys.jwks"), key.open());
    Map<String, String> settings = Map.of(
        "LETHE_AUTH_KEYS_FILE", keys.toString(), "LETHE_AUTH_AUDIENCE", AUDIENCE,
        "LETHE_AUTH_TOKEN_MINUTES_MAX", "600", "LETHE_ADMIN_PORT", "0",
        "LETHE_APPROVAL_INTERACTIONS_ABOVE", "0", "LETHE_CACHE_ITEMS_MAX", "0");
    Path beside = data.resolveSibling("beside");
    ServerProcess.run(launcher, beside, "import", csv.toString(), "--model", MODEL);
    try (ServerProcess server = ServerProcess.start(launcher, data, settings);
        ServerProcess other = ServerProcess.start(launcher, beside, settings)) {
      attacks(target(server), target(other));
    }
  }

  /** A server with a model and an erasure that waits for approval. */
  private record Target(ServerProcess server, String held) {}

  private Target target(ServerProcess server) throws InterruptedException {
    try (LetheClient owner = server.client(token("owner", Role.TRAIN, Role.UNLEARN))) {
      owner.train(TrainingRequest.of(MODEL, "ease")).await(progress -> {}, TRAINING_MAX);
      return new Target(
          server, owner.unlearn(ErasureRequest.ofUser(MODEL, SyntheticCsv.user(HELD_USER))).name());
    }
  }

  private String token(String principal, Role... roles) {
    return TokenIssuer.issue(
        key.secret(),
        new TokenIssuer.Claims(principal, Set.of(roles), AUDIENCE, "", Duration.ofHours(5)),
        Instant.now());
  }

  private void attacks(Target attacked, Target other) throws InterruptedException {
    ManagedChannel channel = attacked.server().channel();
    var serving = RecommendationServiceGrpc.newBlockingStub(channel)
        .withInterceptors(headers(token("shop", Role.SERVE)));
    var erasing = UnlearningServiceGrpc.newBlockingStub(channel)
        .withInterceptors(headers(token("office", Role.UNLEARN)));
    var reading = ModelServiceGrpc.newBlockingStub(channel)
        .withInterceptors(headers(token("ops", Role.TRAIN)));
    Victim recommends = n -> serving.recommend(
        RecommendRequest.newBuilder()
            .setModel(MODEL_NAME)
            .setUser(SyntheticCsv.user(10 + n % 400))
            .setN(10)
            .build());
    Victim unlearns = n -> erasing.unlearn(
        UnlearnRequest.newBuilder()
            .setModel(MODEL_NAME)
            .setUser(SyntheticCsv.user(10 + n % 400))
            .setRequestId(UUID.randomUUID().toString())
            .setValidateOnly(true)
            .build());
    Victim reads = n -> reading.getModel(GetModelRequest.newBuilder().setName(MODEL_NAME).build());
    var _ = measured("warming up", recommends);
    attacked(
        "H5 unfinished Unlearn, 2 x 250", unlearns, attacked, other, Role.UNLEARN,
        (by, held) -> by.unfinished(
            UnlearningServiceGrpc.getUnlearnMethod(), UnlearnRequest.getDefaultInstance(), 2, 250));
    attacked(
        "H5 unfinished Recommend, 5 x 250", recommends, attacked, other, Role.SERVE,
        (by, held) -> by.unfinished(
            RecommendationServiceGrpc.getRecommendMethod(), RecommendRequest.getDefaultInstance(),
            5, 250));
    attacked(
        "H5 unfinished GetModel, 2 x 250", reads, attacked, other, Role.SERVE,
        (by, held) -> by.unfinished(
            ModelServiceGrpc.getGetModelMethod(), GetModelRequest.getDefaultInstance(), 2, 250));
    attacked(
        "H6 watches of a held erasure, 40 x 26", reads, attacked, other, Role.UNLEARN,
        (by, held) -> by.watches(
            UnlearningServiceGrpc.getWatchErasureMethod(),
            WatchErasureRequest.newBuilder().setName(held).build(), 40, 26));
    attacked(
        "H7 batches of 200 x 150, 3 x 100", recommends, attacked, other, Role.SERVE,
        (by, held) -> by.batches(batch(), 3, 100));
    channel.shutdownNow();
  }

  private static io.grpc.ClientInterceptor headers(String token) {
    return MetadataUtils.newAttachHeadersInterceptor(Attackers.bearing(token));
  }

  private static BatchRecommendRequest batch() {
    return BatchRecommendRequest.newBuilder()
        .setModel(MODEL_NAME)
        .addAllUsers(RATINGS.userIds().subList(100, 300))
        .setN(150)
        .build();
  }

  /** One call of the attacked principal. */
  private interface Victim {
    Object call(int number);
  }

  private interface Attack {
    void begin(Attackers by, String held);
  }

  private void attacked(
      String name, Victim victim, Target attacked, Target other, Role role, Attack attack)
      throws InterruptedException {
    Latencies alone = measured(name + ", alone", victim);
    Latencies beside = during(name + ", another server under it", victim, other, role, attack);
    Latencies under = during(name + ", under it", victim, attacked, role, attack);
    Console.line(
        "     ratio to alone: of p50 %.2f, of p99 %.2f; to the other server under it: %.2f, %.2f",
        under.millis(.5) / alone.millis(.5), under.millis(.99) / alone.millis(.99),
        under.millis(.5) / beside.millis(.5), under.millis(.99) / beside.millis(.99));
  }

  private Latencies during(String name, Victim victim, Target target, Role role, Attack attack)
      throws InterruptedException {
    try (Attackers attackers = new Attackers(target.server()::channel, token("mallory", role))) {
      attack.begin(attackers, target.held());
      Latencies latencies = measured(name, victim);
      Console.line(
          "     the attacker had %d answered and %d refused", attackers.answered.get(),
          attackers.refused.get());
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
