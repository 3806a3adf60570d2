package io.lethe.store.input;

import io.lethe.engine.data.InteractionColumns;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes small input files for tests and shows what was read from them. */
final class InputFiles {

  private final Path folder;

  InputFiles(Path folder) {
    this.folder = folder;
  }

  Path plain(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  Path bytes(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  Path gzip(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  static List<String> shown(InteractionFile file) {
    InteractionColumns rows = file.columns();
    List<String> shown = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      shown.add(
          "%s %s %s".formatted(
              rows.userIds().get(rows.users()[row]), rows.itemIds().get(rows.items()[row]),
              rows.values()[row]));
    }
    return shown;
  }
}
