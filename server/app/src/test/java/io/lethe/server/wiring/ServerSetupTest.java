package io.lethe.server.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.LetheClient;
import io.lethe.client.LetheException;
import io.lethe.client.operations.ServerSetup;
import io.lethe.client.operations.ServerSetup.Plugin;
import io.lethe.client.operations.ServerSetup.Setting;
import io.lethe.server.access.Role;
import io.lethe.server.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running server tells of how it is set up. */
class ServerSetupTest {

  @TempDir private Path folder;

  private static LetheClient client(GuardedServer guarded, Role... roles) {
    String token = guarded.token("someone", roles);
    return LetheClient.builder("127.0.0.1:" + guarded.server().port()).token(() -> token).build();
  }

  private static Setting setting(List<Setting> settings, String key) {
    return settings.stream().filter(each -> each.key().equals(key)).findFirst().orElseThrow();
  }

  @Test
  void settings_all_areToldWithTheirSourcesAndWithoutSecrets() throws Exception {
    Map<String, String> more = Map.of("approval.interactions-above", "15");
    try (GuardedServer guarded = GuardedServer.start(folder, more);
        LetheClient auditor = client(guarded, Role.AUDIT)) {
      List<Setting> settings = ServerSetup.of(auditor).settings();

      assertTrue(settings.size() >= Settings.ALL.size());
      assertEquals(Optional.of("15"), setting(settings, "approval.interactions-above").value());
      assertEquals("command line", setting(settings, "approval.interactions-above").source());
      assertEquals("default", setting(settings, "approval.share-above").source());
      assertFalse(setting(settings, "approval.share-above").meaning().isEmpty());
      assertEquals("command line", setting(settings, "auth.keys-file").source());
      for (String local : List.of("data.folder", "plugins.folder", "auth.keys-file")) {
        assertEquals(Optional.empty(), setting(settings, local).value(), local);
      }
      for (String notSet : List
          .of("ledger.password-file", "ledger.url", "tls.key-file", "training-elsewhere.command")) {
        assertEquals(Optional.of(""), setting(settings, notSet).value(), notSet);
      }
    }
  }

  @Test
  void plugins_oneThatCannotBeUsed_isToldWithItsReason() throws Exception {
    Files.createDirectories(folder.resolve("plugins"));
    Files.writeString(folder.resolve("plugins").resolve("half.jar"), "no jar");
    try (GuardedServer guarded = GuardedServer.start(folder, Map.of());
        LetheClient trainer = client(guarded, Role.TRAIN);
        LetheClient shop = client(guarded, Role.SERVE)) {
      List<Plugin> plugins = ServerSetup.of(trainer).plugins();

      assertEquals(List.of("half.jar"), plugins.stream().map(Plugin::entry).toList());
      assertTrue(plugins.getFirst().refusal().isPresent());
      ServerSetup refused = ServerSetup.of(shop);
      assertEquals(
          "PERMISSION_DENIED", assertThrows(LetheException.class, refused::plugins).reason());
      assertEquals(
          "PERMISSION_DENIED", assertThrows(LetheException.class, refused::settings).reason());
    }
  }
}
