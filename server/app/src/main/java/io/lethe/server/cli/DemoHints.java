package io.lethe.server.cli;

/** How to go on after the demo. */
final class DemoHints {

  private DemoHints() {}

  static void print(Screen screen, int port, String user) {
    screen.heading("Try it");
    String server = port == 7707 ? "" : " --server 127.0.0.1:" + port;
    screen.indented("./lethe recommend %s --model demo%s".formatted(user, server));
    screen.indented("./lethe unlearn --user %s --model demo%s".formatted(user, server));
    screen.indented("./lethe models demo%s".formatted(server));
    screen.indented(
        ("grpcurl -plaintext -d '{\"model\":\"models/demo\",\"user\":\"%s\",\"n\":5}' "
            + "127.0.0.1:%d lethe.v1.RecommendationService/Recommend").formatted(user, port));
  }
}
