package io.lethe.cli;

import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.engine.plugin.ExitWitness;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The process's entry point: {@code lethe COMMAND}. */
public final class LetheMain {

  /**
   * Of streams whose callers are gone before their answers: a stack trace each is at WARNING. Held, as
   * the logging forgets a logger that is not.
   */
  private static final Logger STREAMS = Logger
      .getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");

  private LetheMain() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param arguments as typed
   */
  public static void main(String[] arguments) {
    // Of Java's own logging, which gRPC uses: a stack trace for whatever speaks no HTTP/2 is at INFO.
    Logger.getLogger("").setLevel(Level.WARNING);
    STREAMS.setLevel(Level.SEVERE);
    Thread.setDefaultUncaughtExceptionHandler(
        new UncaughtErrors(code -> Runtime.getRuntime().halt(code)));
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, false, StandardCharsets.UTF_8);
    Surroundings surroundings = new Surroundings(
        Screen.ofProcess(out, err), System.getenv(), Path.of(System.getProperty("lethe.home", ".")),
        Path.of(""), System.in);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("lethe-exit-witness")
                .unstarted(new ExitWitness(surroundings.screen()::complain)));
    int exitCode = Commands.run(surroundings, arguments);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }
}
