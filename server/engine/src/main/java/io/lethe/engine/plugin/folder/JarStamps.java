package io.lethe.engine.plugin.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Tells without reading whether jars are those that were read before. */
final class JarStamps {

  private static final String UNIX = "unix";

  private JarStamps() {}

  /**
   * A line for each jar: which file it is, its size, and when it was changed. Builds may give all their
   * jars one time of modification; the time of the last change of a file's state cannot be set.
   */
  static String of(List<Path> jars) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path jar : jars) {
      BasicFileAttributes seen = Files.readAttributes(jar, BasicFileAttributes.class);
      Object changed = jar.getFileSystem().supportedFileAttributeViews().contains(UNIX)
          ? Files.getAttribute(jar, UNIX + ":ctime")
          : seen.lastModifiedTime();
      lines.append(jar).append(' ').append(seen.fileKey()).append(' ');
      lines.append(seen.size()).append(' ').append(changed).append('\n');
    }
    return lines.toString();
  }
}
