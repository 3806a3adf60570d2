package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lethe.client.Erasure;
import io.lethe.client.ErasureHandle;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.ModelVersion;
import io.lethe.client.TrainingRequest;
import io.lethe.e2e.plugins.WrongDerivativesPlugin;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.model.ModelName;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import io.lethe.server.wiring.LetheServer;
import io.lethe.v1.Assurance;
import io.lethe.v1.ReceiptStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's plugin on a server of one's own: what its versions and its receipts say. */
final class WrongDerivativesTest {

  private static final int USERS = 40;
  private static final int ITEMS = 25;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path folder;
  private static LetheServer server;
  private static LetheClient client;

  @BeforeAll
  static void start() throws IOException {
    Path plugins = folder.resolve("plugins");
    Families.install(plugins.resolve("wrong"), WrongDerivativesPlugin.class);
    Map<String, String> settings = Map.of(
        "listen.port", "0", "data.folder", folder.resolve("data").toString(), "plugins.folder",
        plugins.toString(), "approval.share-above", "1", "limits.share-per-day", "1");
    server = LetheServer
        .start(ServerConfig.of(ConfigLoader.load(settings, Map.of(), null, Map.of())));
    client = LetheClient.builder("127.0.0.1:" + server.port())
        .plaintext()
        .deadline(PATIENCE)
        .build();
    var _ = server.intake().add(new ModelName("films"), ratings());
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static InteractionColumns ratings() {
    int[] cells = IntStream.range(0, USERS * ITEMS)
        .filter(cell -> (3 * (cell / ITEMS) + 7 * (cell % ITEMS)) % 5 < 2)
        .toArray();
    float[] values = new float[cells.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = (cells[k] / ITEMS + cells[k] % ITEMS) % 2 == 0 ? 5 : 1;
    }
    return new InteractionColumns(
        IntStream.range(0, USERS).mapToObj(SyntheticRatings::user).toList(),
        IntStream.range(0, ITEMS).mapToObj(SyntheticRatings::item).toList(),
        IntStream.of(cells).map(cell -> cell / ITEMS).toArray(),
        IntStream.of(cells).map(cell -> cell % ITEMS).toArray(), values);
  }

  private static ModelVersion active() {
    return client.versions("films").filter(ModelVersion::active).findFirst().orElseThrow();
  }

  @Test
  void wrongCurvature_servesForgetsByTrainingAnewAndSaysWhy()
      throws InvalidProtocolBufferException {
    var _ = client.train(TrainingRequest.of("films", "pairwise")).await(progress -> {}, PATIENCE);
    assertEquals(5, client.recommend("films", SyntheticRatings.user(1), 5).items().size());
    Optional<String> refusal = active().influenceRefusal();
    assertTrue(refusal.orElseThrow().contains("curvature in block"), refusal::toString);
    ErasureHandle handle = client.unlearn(ErasureRequest.ofUser("films", SyntheticRatings.user(2)));
    Erasure done = handle.await(progress -> {}, PATIENCE);
    assertEquals(Erasure.State.COMPLETED, done.state());
    ReceiptStatement said = ReceiptStatement.parseFrom(handle.receipt().statement());
    assertEquals(Assurance.ASSURANCE_RETRAINED, said.getAssurance());
    assertEquals("self-check", said.getRefusedBy());
    assertTrue(
        said.getUncoveredScopesList().stream().anyMatch(scope -> scope.contains("read by itself")));
    assertEquals(ModelVersion.Origin.RETRAINING, active().origin());
  }
}
