package io.lethe.cli.plugin;

import io.lethe.cli.options.InputOptionsMixin;
import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.engine.data.InteractionColumns;
import io.lethe.engine.plugin.folder.PluginDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description = {
        "Checks a plugin before a server has it, in a process of its own: loads it as a server does, "
            + "trains it some ten times on a small data set, and holds every promise of the contract "
            + "against what it does: options, same bits again, coupled randomness, saving and loading, "
            + "lists, derivatives against differences of loss and scores. At last a user and 1 %% of the "
            + "interactions are forgotten and compared with a training without them.",
        "The verdict is written to a file NAME.check beside what was checked: in the plugin folder of a "
            + "server with plugins.require-check=true it lets the plugin in. A check with --option or "
            + "--data writes none: the verdict that lets a plugin in is of its defaults.",
        "Each fault names block, row, ratio and a likely cause; the last line is the verdict. 0: every "
            + "promise is kept; 1: one is broken; 7: it cannot be read as a plugin's folder or zip."})
public final class CheckPlugin implements Callable<Integer> {

  private static final String EVENTS = "--report-steps-to";
  private static final String JARS = "--jars-opened-in";
  private static final String OPTION = "--option";
  private static final String DATA = "--data";

  private final Surroundings surroundings;
  private final Class<?> main;
  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      description = "A folder of jars, or a zip of one.",
      paramLabel = "ZIP|FOLDER") private Path target = Path.of("");

  @Option(
      names = "--plugin",
      defaultValue = "",
      description = "The one to check, of several in it. Default: all",
      paramLabel = "NAME") private String plugin = "";

  @Option(
      names = {"-o", OPTION},
      description = "A training option of the plugin.",
      paramLabel = "NAME=VALUE") private Map<String, String> pluginOptions = new LinkedHashMap<>();

  @Option(
      names = DATA,
      description = "Interactions to train on. Default: 6,000 made-up ratings",
      paramLabel = "FILE") private @Nullable Path data;

  @Mixin private InputOptionsMixin input = new InputOptionsMixin();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of trainings and samples. Default: 1",
      paramLabel = "N") private long seed;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "How long it may take; then the step that runs has failed. Default: 10",
      paramLabel = "N") private int minutes;

  @Option(names = "--json", description = "Writes one JSON document.") private boolean json;

  /** Given by the command itself to the process that it starts. */
  @Option(names = EVENTS, hidden = true) private @Nullable Path events;

  /** Likewise: where the jars lie that the digest is of. */
  @Option(names = JARS, hidden = true) private Path jars = Path.of("");

  /**
   * The command.
   *
   * @param main starts it anew, in another process
   */
  public CheckPlugin(Surroundings surroundings, Class<?> main, InstantSource clock) {
    this.clock = clock;
    this.surroundings = surroundings;
    this.main = main;
  }

  @Override
  public Integer call() throws IOException {
    if (events != null) {
      return check(events);
    }
    if (minutes < 1) {
      throw new CommandException(ExitCode.USAGE, "--minutes %d is below 1".formatted(minutes));
    }
    Path folder = Files.createTempDirectory("lethe-plugin-check");
    try {
      return watch(folder.resolve("events"));
    } finally {
      delete(folder);
    }
  }

  private int check(Path file) throws IOException {
    Optional<InteractionColumns> rows = data == null
        ? Optional.empty()
        : Optional.of(input.read(data).timed(Instant.now()));
    try (CheckEvents told = CheckEvents.writing(file)) {
      int code;
      try {
        code = new CheckRun(surroundings.screen(), told, plugin, pluginOptions, seed)
            .of(jars, rows);
      } catch (CommandException refused) {
        told.ended(refused.exitCode());
        throw refused;
      }
      told.ended(code);
      return code;
    }
  }

  private int watch(Path file) throws IOException {
    Path home = CheckTarget.open(target, file.resolveSibling("unpacked"));
    String digest = PluginDigest.ofFolder(home);
    List<String> arguments = new ArrayList<>(
        spec.root().commandLine().getParseResult().originalArgs());
    arguments.addAll(List.of(EVENTS, file.toString(), JARS, home.toString()));
    OptionalInt ended = new CheckProcess(main, arguments)
        .run(Duration.ofMinutes(minutes), surroundings.screen());
    CheckEvents.Told told = CheckEvents.read(file);
    if (told.step().isEmpty() && ended.isPresent()) {
      // It never came to the plugin, and has said why.
      return ended.getAsInt();
    }
    List<CheckLine> lines = new ArrayList<>(told.lines());
    Integer code = told.ended();
    if (code == null) {
      lines.add(CheckLine.plain(told.plugin(), told.step(), CheckLine.BROKEN, broke(ended)));
    } else if (code != ExitCode.DONE && code != ExitCode.FAILED) {
      return code;
    }
    boolean passed = lines.stream().noneMatch(CheckLine::broken);
    CheckReport report = new CheckReport(
        target.toString(), passed, digest, new CheckRecording(target, clock, surroundings.screen())
            .write(new CheckRecording.Checked(home, digest, chosen()), passed, lines),
        lines);
    if (json) {
      report.json(surroundings.screen());
    } else {
      report.text(surroundings.screen());
    }
    return report.passed() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** What makes this check another one than a record stands for, as it was typed. */
  private List<String> chosen() {
    return Stream.of(pluginOptions.isEmpty() ? "" : OPTION, data == null ? "" : DATA)
        .filter(each -> !each.isEmpty())
        .toList();
  }

  private String broke(OptionalInt ended) {
    return ended.isPresent()
        ? ("the process ended with code %d meanwhile; likely cause: the plugin calls System.exit, or its"
            + " native code crashed").formatted(ended.getAsInt())
        : ("did not end within %d min; likely cause: a loop that never ends, or a lock; --minutes gives"
            + " it more").formatted(minutes);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
