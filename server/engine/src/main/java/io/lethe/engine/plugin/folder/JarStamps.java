package io.lethe.engine.plugin.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Tells without reading whether jars are those that were looked at before. */
final class JarStamps {

  private static final String UNIX = "unix";

  private JarStamps() {}

  /**
   * A line for each jar: which file it is, its size, and when it was changed. Builds may give all their
   * jars one time of modification; the time of the last change of a file's state cannot be set.
   */
  static String of(List<Path> jars) throws IOException {
    StringBuilder lines = new StringBuilder(ofFiles(jars));
    for (Path jar : jars) {
      if (jar.getFileSystem().supportedFileAttributeViews().contains(UNIX)) {
        lines.append(Files.getAttribute(jar, UNIX + ":ctime")).append('\n');
      }
    }
    return lines.toString();
  }

  /**
   * The same without the change of a file's state, which another name for the file, another owner or other
   * rights make, too: where these lines are the same and those of {@link #of} are not, only reading tells.
   */
  static String ofFiles(List<Path> jars) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path jar : jars) {
      BasicFileAttributes seen = Files.readAttributes(jar, BasicFileAttributes.class);
      lines.append(jar).append(' ').append(seen.fileKey()).append(' ');
      lines.append(seen.size()).append(' ').append(seen.lastModifiedTime()).append('\n');
    }
    return lines.toString();
  }
}
