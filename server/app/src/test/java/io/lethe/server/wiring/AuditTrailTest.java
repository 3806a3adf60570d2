package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.AppendOutcome;
import io.lethe.client.AppendRequest;
import io.lethe.client.Erasure;
import io.lethe.client.ForgetTarget;
import io.lethe.client.InteractionRow;
import io.lethe.client.LetheClient;
import io.lethe.client.LetheClient.AuditEvent;
import io.lethe.client.LetheException;
import io.lethe.client.VersionName;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.model.ModelName;
import io.lethe.server.access.Role;
import io.lethe.server.config.ConfigLoader;
import io.lethe.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the audit trail of a server with identities. */
class AuditTrailTest {

  @TempDir private Path folder;

  private void imported() throws IOException {
    ServerConfig config = ServerConfig.of(
        ConfigLoader.load(
            Map.of("data.folder", folder.resolve("data").toString()), Map.of(), null, Map.of()));
    try (OfflineStore store = OfflineStore.open(config)) {
      store.intake()
          .add(
              new ModelName("movies"), new InteractionColumns(
                  List.of("ann"), List.of("tea"), new int[]{0}, new int[]{0}, new float[]{1}));
      store.record("lethe import", "models/movies");
    }
  }

  private static LetheClient client(int port, String token) {
    return LetheClient.builder("127.0.0.1:" + port).token(() -> token).build();
  }

  private static String refusal(Executable call) {
    return assertThrows(LetheException.class, call).reason();
  }

  @Test
  void acts_doneAndRefused_standInTheTrailByPrincipal() throws Exception {
    imported();
    try (GuardedServer guarded = GuardedServer.start(folder, Map.of());
        LetheClient admin = client(
            guarded.server().adminPort().orElseThrow(), guarded.token("olga", Role.ADMIN));
        LetheClient shop = client(guarded.server().port(), guarded.token("shop", Role.SERVE))) {
      assertEquals("MODEL_NOT_FOUND", refusal(() -> admin.activate(new VersionName("movies", 3))));
      for (int k = 0; k < 3; k++) {
        assertEquals("PERMISSION_DENIED", refusal(() -> shop.erasures().toList()));
      }
      admin.deleteModel("movies");
      List<AuditEvent> events = admin.auditEvents().toList();
      assertEquals(
          List.of(
              "olga DeleteModel models/movies Optional.empty",
              "shop ListErasures  Optional[PERMISSION_DENIED]",
              "olga ActivateVersion models/movies/versions/3 Optional[MODEL_NOT_FOUND]",
              "operator lethe import models/movies Optional.empty"),
          events.stream().map(AuditTrailTest::told).toList());
      assertEquals(List.of(), admin.models().toList());
      assertEquals("PERMISSION_DENIED", refusal(() -> shop.auditEvents().toList()));
    }
  }

  @Test
  void appends_ofACaller_standOnceAnHourForEachModel() throws Exception {
    try (GuardedServer guarded = GuardedServer.start(folder, Map.of());
        LetheClient shop = client(guarded.server().port(), guarded.token("shop", Role.INGEST));
        LetheClient till = client(guarded.server().port(), guarded.token("till", Role.INGEST));
        LetheClient auditor = client(guarded.server().port(), guarded.token("dpo", Role.AUDIT))) {
      for (int k = 0; k < 20; k++) {
        List<InteractionRow> row = List.of(InteractionRow.of("ann", "tea-" + k));
        assertEquals(
            List.of(AppendOutcome.STORED),
            shop.appendInteractions(AppendRequest.of("movies", row)).outcomes());
        var _ = shop.appendInteractions(AppendRequest.of("books", row));
      }
      List<InteractionRow> row = List.of(InteractionRow.of("bob", "tea"));
      var _ = till.appendInteractions(AppendRequest.of("movies", row));
      assertEquals(
          "PERMISSION_DENIED",
          refusal(() -> auditor.appendInteractions(AppendRequest.of("movies", row))));
      assertEquals(
          List.of(
              "dpo AppendInteractions  Optional[PERMISSION_DENIED]",
              "till AppendInteractions models/movies Optional.empty",
              "shop AppendInteractions models/books Optional.empty",
              "shop AppendInteractions models/movies Optional.empty"),
          auditor.auditEvents().map(AuditTrailTest::told).toList());
    }
  }

  private static String told(AuditEvent event) {
    return "%s %s %s %s"
        .formatted(event.principal(), event.action(), event.resource(), event.refusal());
  }

  @Test
  void erasures_ofAPerson_areFoundByAuditorsOnlyAndAfterTheyAreGone() throws Exception {
    imported();
    try (GuardedServer guarded = GuardedServer.start(folder, Map.of("approval.share-above", "1"));
        LetheClient office = client(guarded.server().port(), guarded.token("office", Role.UNLEARN));
        LetheClient auditor = client(guarded.server().port(), guarded.token("dpo", Role.AUDIT))) {
      Erasure done = office.unlearn(io.lethe.client.ErasureRequest.ofUser("movies", "ann"))
          .await(erasure -> {});
      assertEquals(Erasure.State.COMPLETED, done.state());
      ForgetTarget ann = new ForgetTarget.User("ann");
      assertEquals(List.of(done.name()), auditor.erasuresOf(ann).map(Erasure::name).toList());
      assertEquals("PERMISSION_DENIED", refusal(() -> office.erasuresOf(ann).toList()));
      assertTrue(auditor.erasuresOf(new ForgetTarget.User("bob")).findAny().isEmpty());
      Erasure.Filter finished = new Erasure.Filter(
          Optional.empty(), Optional.empty(), Optional.of("office"),
          Set.of(Erasure.State.COMPLETED), Optional.empty());
      assertEquals(List.of(done.name()), office.erasures(finished).map(Erasure::name).toList());
    }
  }
}
