package io.lethe.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.client.operations.ServerSetup;
import io.lethe.client.operations.ServerSetup.Plugin;
import io.lethe.client.operations.ServerSetup.Setting;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerSetupTest {

  private final TestServer server = new TestServer();
  private final LetheClient client = server.client().build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void plugins_usableAndNot_comeAsTheServerSentThem() {
    assertEquals(
        List.of(
            new Plugin("mine", "2", "ab", "mine.zip", Optional.empty()),
            new Plugin("", "", "", "half.jar", Optional.of("it fails"))),
        ServerSetup.of(client).plugins());
  }

  @Test
  void settings_hiddenOnes_haveNoValue() {
    assertEquals(
        List.of(
            new Setting("listen.port", Optional.of("7707"), "default", "port"),
            new Setting("gateway.host", Optional.of(""), "default", "address"),
            new Setting("tls.key-file", Optional.empty(), "command line", "key")),
        ServerSetup.of(client).settings());
  }
}
