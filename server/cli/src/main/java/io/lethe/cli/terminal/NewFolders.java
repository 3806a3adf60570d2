package io.lethe.cli.terminal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Makes the folders that a command writes to. */
public final class NewFolders {

  private NewFolders() {}

  /**
   * Makes a folder and the missing ones above it.
   *
   * @throws CommandException naming the first that cannot be made, and why
   */
  public static Path make(Path folder) throws IOException {
    try {
      return Files.createDirectories(folder);
    } catch (FileAlreadyExistsException file) {
      throw refused("%s is a file, and a folder is needed".formatted(file.getFile()));
    } catch (AccessDeniedException denied) {
      throw refused("the folder %s cannot be made by this user".formatted(denied.getFile()));
    } catch (NoSuchFileException refusing) {
      throw refused("the folder %s cannot be made there".formatted(refusing.getFile()));
    } catch (FileSystemException other) {
      throw refused(
          "the folder %s cannot be made: %s".formatted(other.getFile(), other.getReason()));
    }
  }

  private static CommandException refused(String message) {
    return new CommandException(ExitCode.FAILED, message);
  }
}
