package io.lethe.cli.plugin;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.engine.plugin.folder.CheckRecord;
import io.lethe.engine.plugin.folder.PluginArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What an author hands over: a folder of jars, or a zip of them, as the build packs it. */
final class CheckTarget {

  private static final String ZIP = ".zip";

  private CheckTarget() {}

  /**
   * The folder of jars.
   *
   * @param into a zip is unpacked into a new folder here, named as the zip
   * @throws CommandException with {@link ExitCode#UNREADABLE} if there is no such thing, a zip is
   *     damaged, or no jar is in it
   */
  static Path open(Path target, Path into) throws IOException {
    if (!Files.exists(target)) {
      throw unreadable("there is no %s".formatted(target));
    }
    Path home = Files.isDirectory(target) ? target.toRealPath() : unpacked(target, into);
    try (Stream<Path> files = Files.list(home)) {
      if (files.noneMatch(file -> file.toString().endsWith(".jar"))) {
        throw unreadable("%s holds no jar".formatted(target));
      }
    }
    return home;
  }

  /** Where the verdict is written: beside the target, under its name. */
  static Path record(Path target) {
    Path whole = target.toAbsolutePath().normalize();
    String name = String.valueOf(whole.getFileName());
    String stem = name.endsWith(ZIP) ? name.substring(0, name.length() - ZIP.length()) : name;
    return whole.resolveSibling(stem + CheckRecord.SUFFIX);
  }

  private static Path unpacked(Path zip, Path into) throws IOException {
    String name = String.valueOf(zip.getFileName());
    if (!name.endsWith(ZIP)) {
      throw unreadable("%s is neither a folder nor a %s".formatted(zip, ZIP));
    }
    Path home = Files
        .createDirectories(into.resolve(name.substring(0, name.length() - ZIP.length())));
    try {
      PluginArchive.unpack(zip, home);
    } catch (IOException damaged) {
      throw unreadable(String.valueOf(damaged.getMessage()));
    }
    return home;
  }

  private static CommandException unreadable(String message) {
    return new CommandException(ExitCode.UNREADABLE, message);
  }
}
