package io.lethe.benchmarks.plugins;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Builds of a family of the distribution that differ in a file that no code reads: other code to a
 * server, the same numbers from the same training.
 *
 * @param from the family's folder in the distribution
 * @param into its folder in the plugin folder of the run
 */
record FamilyBuilds(Path from, Path into) {

  private static final String STAMP_FILE = "build";

  /** Writes a build over the one that is there, byte after byte in the same file, as {@code cp}. */
  void install(int number) throws IOException {
    Files.createDirectories(into);
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(from, "*.jar")) {
      for (Path jar : jars) {
        String name = String.valueOf(jar.getFileName());
        boolean own = name.contains("-" + from.getFileName() + "-");
        Files.write(into.resolve(name), own ? stamped(jar, number) : Files.readAllBytes(jar));
      }
    }
  }

  private static byte[] stamped(Path jar, int number) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarFile read = new JarFile(jar.toFile());
        JarOutputStream written = new JarOutputStream(bytes)) {
      Enumeration<JarEntry> entries = read.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        written.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream content = read.getInputStream(entry)) {
          content.transferTo(written);
        }
      }
      written.putNextEntry(new JarEntry(STAMP_FILE));
      written.write(String.valueOf(number).getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
