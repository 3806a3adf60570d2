package io.lethe.benchmarks.load;

import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.lethe.benchmarks.load.Attackers.Attack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Attackers in a process of their own, so that neither their garbage nor their threads are those of the
 * caller whose calls are measured. They end with this, or with the process that began them.
 */
final class AttackProcess implements AutoCloseable {

  private static final PrintStream OUT = System.out;

  private final Process process;
  private final BufferedReader output;

  private AttackProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Begins an attack; returns when all calls are on their way.
   *
   * @param nice how far its threads let others go first, 0 to 19 as in nice(1)
   * @param held name of an erasure that waits for approval
   */
  static AttackProcess begin(Attack attack, int nice, int port, String held, String token)
      throws IOException {
    Process process = new ProcessBuilder(
        List.of(
            "nice", "-n", String.valueOf(nice),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            "-classpath", System.getProperty("java.class.path"), AttackProcess.class.getName(),
            attack.name(), String.valueOf(port), held))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    AttackProcess begun = new AttackProcess(process);
    process.getOutputStream().write((token + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    begun.line();
    return begun;
  }

  /** How many of its calls were answered and how many refused; the attack is over then. */
  String counts() throws IOException {
    process.getOutputStream().close();
    return line();
  }

  private String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the attackers' process ended too early");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Attacks until its input ends: ATTACK PORT HELD, and the token as the first line of input. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader input = new BufferedReader(
        new java.io.InputStreamReader(System.in, StandardCharsets.UTF_8));
    String token = input.readLine();
    int port = Integer.parseInt(arguments[1]);
    try (Attackers attackers = new Attackers(
        () -> NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build(), token)) {
      Attack.valueOf(arguments[0]).begin(attackers, arguments[2]);
      OUT.println("begun");
      String end = input.readLine();
      if (end == null) {
        OUT.printf(
            "%d answered and %d refused%n", attackers.answered.get(), attackers.refused.get());
      }
    }
    System.exit(0);
  }
}
