package io.lethe.server.cli;

import java.util.Base64;

/** How to go on after the demo. */
final class DemoHints {

  private DemoHints() {}

  /**
   * Prints what to type next.
   *
   * @param receiptKey raw Ed25519 key, 32 bytes
   */
  static void print(Screen screen, int port, String user, byte[] receiptKey) {
    screen.heading("Try it");
    String server = port == 7707 ? "" : " --server 127.0.0.1:" + port;
    screen.indented("./lethe recommend %s --model demo%s".formatted(user, server));
    screen.indented("./lethe unlearn --user %s --model demo%s".formatted(user, server));
    screen.indented("./lethe models demo%s".formatted(server));
    screen.indented(
        ("grpcurl -plaintext -d '{\"model\":\"models/demo\",\"user\":\"%s\",\"n\":5}' "
            + "127.0.0.1:%d lethe.v1.RecommendationService/Recommend").formatted(user, port));
    screen.heading("Call it from Java, Python, Node, Go or a shell: client-sdk/*/README.md");
    if (port != 7707) {
      screen.indented("export LETHE_TARGET=127.0.0.1:" + port);
    }
    screen.indented("export LETHE_RECEIPT_KEY=" + Base64.getEncoder().encodeToString(receiptKey));
  }
}
