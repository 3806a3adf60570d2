package io.lethe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Screen;
import io.lethe.cli.terminal.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandsTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Surroundings surroundings(Map<String, String> environment) {
    Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), false, false);
    return new Surroundings(screen, environment, folder.resolve("home"), folder);
  }

  private int run(String... arguments) {
    return Commands.run(surroundings(Map.of()), arguments);
  }

  private static Surroundings nowhere() {
    Screen screen = new Screen(
        new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false, false);
    return new Surroundings(screen, Map.of(), Path.of(""), Path.of(""));
  }

  private static Stream<String> names() {
    return Commands.all(nowhere()).getSubcommands().keySet().stream();
  }

  @Test
  void list_everyCommand_isUnderTheNameThatItGivesItself() {
    CommandList list = new CommandList(nowhere(), /* evaluates= */ true);
    CommandLine all = new CommandLine(CommandLine.Model.CommandSpec.create());
    list.addTo(all, list.names());
    assertEquals(list.names(), all.getSubcommands().keySet());
    all.getSubcommands().forEach((name, command) -> {
      Class<?> type = command.getCommandSpec().userObject().getClass();
      assertEquals(name, type.getAnnotation(CommandLine.Command.class).name(), type.getName());
    });
  }

  @ParameterizedTest
  @MethodSource("names")
  void help_everyCommand_saysWhatItDoesAndHowItEnds(String command) {
    assertEquals(ExitCode.DONE, run(command, "--help"));
    assertTrue(out.toString().startsWith("Usage: lethe " + command), out.toString());
    assertTrue(out.toString().contains("Exit codes:"), out.toString());
    assertFalse(out.toString().contains("First steps"), out.toString());
  }

  /** Brackets say that the command does something without another's name, too. */
  @Test
  void help_commandWithCommandsOfItsOwn_saysWhetherOneIsNeeded() {
    run("operations", "--help");
    run("erasures", "--help");
    assertEquals(2, out.toString().split("\\[COMMAND]", -1).length - 1, out.toString());
    out.getBuffer().setLength(0);
    run("receipt", "--help");
    assertTrue(out.toString().startsWith("Usage: lethe receipt [-hV] COMMAND"), out.toString());
  }

  @Test
  void choiceThatIsNone_isToldInTheLettersOfTheHelp() {
    assertEquals(ExitCode.USAGE, run("migrate-ledger", "--to", "cloud"));
    assertEquals(
        "lethe: Invalid value for option '--to': one of database, folder is allowed and not"
            + " 'cloud'",
        err.toString().lines().findFirst().orElse(""));
    err.getBuffer().setLength(0);
    assertEquals(ExitCode.USAGE, run("erasures", "--state", "late"));
    assertTrue(err.toString().contains("held") && !err.toString().contains("HELD"), err.toString());
    assertFalse(err.toString().contains("unknown"), err.toString());
  }

  @Test
  void help_ofAll_listsEveryCommand() {
    assertEquals(ExitCode.DONE, run("--help"));
    names().forEach(name -> assertTrue(out.toString().contains("\n  " + name + " "), name));
  }

  @Test
  void execute_unknownCommand_isUsage() {
    assertEquals(ExitCode.USAGE, run("brew"));
    assertTrue(err.toString().contains("'brew'"), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void recommend_forNobodyOrForBoth_isUsage() {
    assertEquals(ExitCode.USAGE, run("recommend", "--model", "tea"));
    assertTrue(err.toString().contains("say for whom"), err.toString());
    assertEquals(ExitCode.USAGE, run("recommend", "someone", "--items", "a,b"));
    assertEquals(ExitCode.USAGE, run("recommend", "--items", "a", "--fallback", "popular"));
    assertTrue(err.toString().contains("--fallback"), err.toString());
    assertEquals(ExitCode.USAGE, run("recommend", "someone", "--fallback", "best"));
    assertEquals(ExitCode.USAGE, run("similar", "--model", "tea"));
  }

  @Test
  void unlearn_receiptThatIsThere_isLeftAloneAndNothingIsAsked() throws IOException {
    Path other = Files.writeString(folder.resolve("receipt.bin"), "another's");
    assertEquals(
        ExitCode.FAILED,
        run("unlearn", "--model", "tea", "--user", "u", "--receipt", other.toString()));
    assertEquals(
        "lethe: " + other + " is there already; it was left alone", err.toString().strip());
    err.getBuffer().setLength(0);
    assertEquals(
        ExitCode.FAILED,
        run("receipt", "get", "7b0a8a4e-9d0c-4d3a-8f5e-1f1f3c0f2a11", other.toString()));
    assertEquals(
        "lethe: " + other + " is there already; it was left alone", err.toString().strip());
    assertEquals("another's", Files.readString(other));
  }

  @Test
  void config_file_printsValueAndSource() throws IOException {
    Files.writeString(folder.resolve("lethe.yaml"), "listen:\n  port: 8080\n");
    Surroundings surroundings = surroundings(Map.of("LETHE_LISTEN_HOST", "::1"));
    assertEquals(ExitCode.DONE, Commands.run(surroundings, "config", "--set", "serving.threads=3"));
    assertTrue(
        out.toString().matches("(?s).*listen.host +::1 +environment LETHE_LISTEN_HOST .*"),
        out.toString());
    assertTrue(
        out.toString().matches("(?s).*listen.port +8080 +file [^\n]*lethe.yaml .*"),
        out.toString());
    assertTrue(out.toString().matches("(?s).*serving.threads +3 +command line .*"), out.toString());
  }

  @Test
  void config_badValue_isUsageInOneLine() {
    assertEquals(ExitCode.USAGE, run("config", "--set", "listen.port=high"));
    assertEquals(
        "lethe: listen.port = high (from command line) must be a whole number from 0 to 65535",
        err.toString().strip());
  }

  @Test
  void append_thatLearnsAndGoesOnWithAStream_isUsage() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "user,item\nu,i\n");
    assertEquals(
        ExitCode.USAGE,
        run(
            "append", file.toString(), "--model", "tea", "--learn", "--import-id",
            "7b0a8a4e-9d0c-4d3a-8f5e-1f1f3c0f2a11"));
    assertTrue(err.toString().contains("--learn"), err.toString());
  }

  @Test
  void unlearn_noTarget_isUsage() {
    assertEquals(ExitCode.USAGE, run("unlearn", "--model", "tea"));
    assertTrue(err.toString().contains("--user=ID"), err.toString());
  }

  @Test
  void unlearn_help_saysUntilWhenItCanBeWithdrawn() {
    assertEquals(ExitCode.DONE, run("unlearn", "--help"));
    String help = out.toString().replaceAll("\\s+", " ");
    assertTrue(help.contains("Until solving begins, 'lethe erasures cancel' withdraws it."), help);
  }

  @Test
  void malformedModel_isUsageThatNamesIt_withoutAServer() {
    assertEquals(ExitCode.USAGE, run("unlearn", "--model", "Tea", "--user", "u"));
    assertTrue(err.toString().contains("'Tea': a model name is"), err.toString());
    assertEquals(ExitCode.USAGE, run("import", "rows.csv", "--model", "Movies"));
    assertTrue(err.toString().contains("'Movies': a model name is"), err.toString());
  }

  @Test
  void unlearn_twoUsers_isUsageInPlainWords() {
    assertEquals(ExitCode.USAGE, run("unlearn", "--user", "a", "--user", "b"));
    assertEquals(
        "lethe: more than one is given of --user=ID | --item=ID | --interaction=ID ID"
            + " [--interaction=ID ID]...; one command takes one",
        err.toString().lines().findFirst().orElse(""));
  }

  @Test
  void idThatIsNone_isUsageThatShowsOne() {
    for (String[] arguments : List.of(
        new String[]{"unlearn", "--user", "a", "--request-id", "12"},
        new String[]{"append", "a.csv", "--model", "tea", "--import-id", "12"},
        new String[]{"erasures", "--request-id", "12"})) {
      err.getBuffer().setLength(0);
      assertEquals(ExitCode.USAGE, run(arguments));
      assertTrue(
          err.toString().contains("'12' is not a UUID in its 36-character form"), err.toString());
      assertFalse(err.toString().contains("java."), err.toString());
    }
    for (String[] arguments : List.of(
        new String[]{"erasures", "nosuch"}, new String[]{"receipt", "get", "nosuch", "out.bin"},
        new String[]{"erasures", "cancel", "erasures/nosuch"})) {
      err.getBuffer().setLength(0);
      assertEquals(ExitCode.USAGE, run(arguments));
      assertTrue(err.toString().contains("nosuch' is no erasure's id"), err.toString());
      assertTrue(err.toString().contains("with or without erasures/"), err.toString());
    }
  }

  @Test
  void fileThatIsNotThere_isToldInWords() {
    assertEquals(ExitCode.USAGE, run("models", "--token-file", "/nofile"));
    assertEquals("lethe: --token-file: there is no file /nofile", err.toString().strip());
    err.getBuffer().setLength(0);
    assertEquals(ExitCode.FAILED, run("items", "update", "/nofile", "--model", "tea"));
    assertEquals("lethe: there is no file /nofile", err.toString().strip());
    err.getBuffer().setLength(0);
    assertEquals(ExitCode.USAGE, run("config", "--config", "/nofile"));
    assertFalse(err.toString().contains("java."), err.toString());
  }

  @Test
  void numbersOutOfTheirBounds_areUsageWithTheBounds() {
    assertEquals(ExitCode.USAGE, run("recommend", "ann", "--model", "tea", "-n", "0"));
    assertEquals(ExitCode.USAGE, run("similar", "mug", "--model", "tea", "-n", "1001"));
    assertEquals(ExitCode.USAGE, run("recommend", "ann", "--model", "tea", "--because=0"));
    assertEquals(
        List.of(
            "lethe: -n is 0 items; 1 to 1000 are allowed",
            "lethe: -n is 1001 items; 1 to 1000 are allowed",
            "lethe: --because is 0; 1 to 5 are allowed"),
        err.toString().lines().toList());
  }

  @Test
  void help_listOptions_showOneValueAndMore() {
    run("recommend", "--help");
    assertTrue(out.toString().contains("--items=ITEM[,ITEM...]"), out.toString());
    run("items", "update", "--help");
    assertTrue(out.toString().contains("--only=FIELD[,FIELD...]"), out.toString());
  }

  @Test
  void serve_portTaken_namesThePortAndTheSetting() throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertEquals(
          ExitCode.FAILED,
          run(
              "serve", "--port", String.valueOf(port), "--data-folder",
              folder.resolve("data").toString(), "--plugins-folder", plugins.toString()));
      assertTrue(
          err.toString()
              .contains("the server cannot listen on 127.0.0.1:" + port + ": another process"),
          err.toString());
      assertTrue(err.toString().contains("--set listen.port="), err.toString());
      assertFalse(err.toString().contains("java."), err.toString());
    }
  }

  @Test
  void execute_argumentThatBeginsWithAt_isNoFileOfArguments() throws IOException {
    Path file = Files.writeString(folder.resolve("alice"), "--version");
    assertEquals(ExitCode.USAGE, run("unlearn", "--model", "Tea", "--user", "@" + file));
    assertTrue(err.toString().contains("a model name is"), err.toString());
  }

  @Test
  void execute_argumentThatIsNoText_isUsage() {
    assertEquals(ExitCode.USAGE, run("unlearn", "--user", "J\uFFFDrgen"));
    assertEquals(
        "lethe: argument 3 holds bytes that are not UTF-8, so it is unclear what it names",
        err.toString().strip());
  }

  @Test
  void evaluate_unknownForgetSet_isUsageAndNamesWhatThereIs() throws IOException {
    String plugins = Files.createDirectory(folder.resolve("plugins")).toString();
    assertEquals(
        ExitCode.USAGE,
        run(
            "evaluate", "--plugins-folder", plugins, "--out", folder.resolve("out").toString(),
            "--forget", "everything"));
    assertTrue(err.toString().contains("one-user"), err.toString());
  }
}
