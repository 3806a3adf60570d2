package io.lethe.cli;

import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.engine.plugin.ExitWitness;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The process's entry point: {@code lethe COMMAND}. */
public final class LetheMain {

  private LetheMain() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param arguments as typed
   */
  public static void main(String[] arguments) {
    GrpcLogs.quiet();
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
