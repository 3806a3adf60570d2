package io.lethe.cli.plugin;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.cli.terminal.NewFolders;
import io.lethe.cli.terminal.Surroundings;
import io.lethe.cli.terminal.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "sdk",
    description = {
        "Puts Lethe's libraries for plugins into Maven's local repository: the contract, kernels, "
            + "training, automatic differentiation on ND4J, checks and the test kit, with their "
            + "sources and a bill of materials (io.lethe:lethe-plugin-bom). No network is used.",
        "The distribution's sdk/repository holds the same, to be served as a repository."})
public final class SdkCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Option(
      names = "--into",
      description = "The local repository, as Maven's -Dmaven.repo.local names it. Default: "
          + "~/.m2/repository",
      paramLabel = "FOLDER") private @Nullable Path into;

  public SdkCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Path repository = Sdk.repository(surroundings.home());
    if (!Files.isDirectory(repository)) {
      throw new CommandException(
          ExitCode.FAILED, "there is no %s: this is no whole distribution".formatted(repository));
    }
    Path local = into == null
        ? Path.of(System.getProperty("user.home", ""), ".m2", "repository")
        : into;
    List<Path> files;
    try (Stream<Path> all = Files.walk(repository)) {
      files = all.filter(file -> file.toString().matches(".*\\.(jar|pom)")).toList();
    }
    for (Path file : files) {
      Path target = local.resolve(repository.relativize(file).toString());
      Path _ = NewFolders.make(target.resolveSibling(""));
      Path _ = Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    }
    surroundings.screen()
        .line(
            "Put %s of Lethe %s for plugins into %s.".formatted(
                Units.count(files.size(), "file"), Sdk.version(surroundings.home()), local));
    return ExitCode.DONE;
  }
}
