package io.lethe.cli.demo;

import io.lethe.cli.terminal.Screen;
import io.lethe.server.wiring.LetheServer;
import java.util.Base64;

/** How to go on after the demo. */
final class DemoHints {

  private DemoHints() {}

  private static void home(Screen screen, LetheServer local, int gateway) {
    if (local.hasGatewayHome()) {
      screen.indented("http://127.0.0.1:%d/ in a browser: the console".formatted(gateway));
    }
  }

  /** Prints what to type next. */
  static void print(Screen screen, LetheServer local, String user) {
    int port = local.port();
    screen.heading("Try it");
    local.gatewayPort().ifPresent(gateway -> home(screen, local, gateway));
    String server = port == 7707 ? "" : " --server 127.0.0.1:" + port;
    screen.indented("./lethe recommend %s --model demo%s".formatted(user, server));
    screen.indented("./lethe unlearn --user %s --model demo%s".formatted(user, server));
    screen.indented("./lethe models demo%s".formatted(server));
    screen.indented(
        ("grpcurl -plaintext -d '{\"model\":\"models/demo\",\"user\":\"%s\",\"n\":5}' "
            + "127.0.0.1:%d lethe.v1.RecommendationService/Recommend").formatted(user, port));
    local.gatewayPort()
        .ifPresent(
            gateway -> screen.indented(
                ("curl -H 'Content-Type: application/json' -d '{\"user\":\"%s\",\"n\":5}' "
                    + "http://127.0.0.1:%d/v1/models/demo:recommend").formatted(user, gateway)));
    screen.heading("Call it from Java, Python, Node, Go or a shell: client-sdk/*/README.md");
    if (port != 7707) {
      screen.indented("export LETHE_TARGET=127.0.0.1:" + port);
    }
    local.gatewayPort().ifPresent(gateway -> {
      if (gateway != DemoCommand.GATEWAY_PORT) {
        screen.indented("export LETHE_URL=http://127.0.0.1:" + gateway);
      }
    });
    screen.indented(
        "export LETHE_RECEIPT_KEY=" + Base64.getEncoder().encodeToString(local.receiptKey()));
  }
}
