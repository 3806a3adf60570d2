package io.lethe.engine.plugin.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lethe.spi.RecommenderPlugin;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Plugins compiled and packed by a test, as an author would.
 *
 * @param root a folder of the test
 */
record DemoJars(Path root) {

  static final String SERVICE = RecommenderPlugin.class.getName();
  private static final String SERVICE_FILE = "META-INF/services/" + SERVICE;

  private static final String VERSION = "public String version() { return \"1\"; }";
  /** Jars of the same classes are the same bytes whenever they are packed. */
  private static final LocalDateTime PACKED = LocalDateTime.of(2026, 1, 1, 0, 0);

  static final String SOURCE = """
      package demo;
      import io.lethe.spi.*;
      import java.util.List;
      public final class Demo implements RecommenderPlugin {
        public Demo() {}
        public String name() { return "demo"; }
        public int spiVersion() { return RecommenderPlugin.SPI_VERSION; }
        public String version() { return "1"; }
        public String description() { return "demo"; }
        public List<TrainingOption> options() { return List.of(); }
        public ModelTrainer trainer(TrainingConfig config, PluginContext context) {
          throw new PluginException(PluginException.Kind.INVALID_ARGUMENT, "demo");
        }
        public ModelArtifact save(RecommenderModel model) {
          return new ModelArtifact("x", 1, java.util.Map.of(), List.of());
        }
        public RecommenderModel load(ModelArtifact a, InteractionView v, PluginContext c) {
          throw new PluginException(PluginException.Kind.DAMAGED_ARTIFACT, "demo");
        }
      }
      """;

  Path plugins() {
    return root.resolve("plugins");
  }

  /** A folder with the demo of which one text is another one. */
  Path demo(String folder, String text, String otherwise) throws IOException {
    String source = SOURCE.replace(text, otherwise);
    return jar(folder, compiled(folder, source), "demo.Demo");
  }

  /** A folder with the demo of a version; a class that is loaded when it is first asked holds its word. */
  void says(String folder, String version, String word) throws IOException {
    String source = SOURCE
        .replace(VERSION, "public String version() { return \"%s\"; }".formatted(version) + """
            public java.util.Optional<String> refusal(DataShape shape) {
              return java.util.Optional.of(Word.spoken());
            }
            """) + "final class Word { static String spoken() { return \"%s\"; } }".formatted(word);
    // In place, as cp does it: whoever has the file open sees other bytes.
    Path _ = jar(
        folder, compiled("%s %s %s".formatted(folder, version, word), source), "demo.Demo");
  }

  /** A folder with a sound demo of a name. */
  Path sound(String folder, String name) throws IOException {
    return demo(folder, "\"demo\"; }\n  public int", "\"" + name + "\"; }\n  public int");
  }

  /**
   * Compiles.
   *
   * @param source of the class demo.Demo
   * @param beside folders of classes that come before those of the test; they are not packed
   * @return the folder of classes
   */
  Path compiled(String folder, String source, Path... beside) throws IOException {
    Path work = Files.createDirectories(root.resolve("work-" + folder));
    Path file = Files.writeString(work.resolve("Demo.java"), source);
    String path = String.join(
        ":",
        Stream
            .concat(
                Stream.of(beside).map(Path::toString),
                Stream.of(System.getProperty("java.class.path", "")))
            .toList());
    compile(file, work, path);
    return work;
  }

  static void compile(Path file, Path into, String classPath) {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    assertEquals(
        0,
        compiler.run(null, null, null, "-d", into.toString(), "-cp", classPath, file.toString()));
  }

  /** A folder with a jar of classes that offers one of them. */
  Path jar(String folder, Path classes, String service) throws IOException {
    Path home = Files.createDirectories(plugins().resolve(folder));
    return pack(home.resolve("demo.jar"), classes, service);
  }

  /** A zip of a jar, in the plugin folder. */
  Path zip(String name, Path jar) throws IOException {
    Path zip = plugins().resolve(name);
    try (JarOutputStream packed = new JarOutputStream(Files.newOutputStream(zip))) {
      packed.putNextEntry(new JarEntry("demo.jar"));
      packed.write(Files.readAllBytes(jar));
    }
    return zip;
  }

  static Path pack(Path jar, Path classes, String service) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      List<Path> found = files.filter(path -> path.toString().endsWith(".class")).sorted().toList();
      for (Path each : found) {
        packed.putNextEntry(entry(classes.relativize(each).toString()));
        packed.write(Files.readAllBytes(each));
      }
      packed.putNextEntry(entry(SERVICE_FILE));
      packed.write(service.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static JarEntry entry(String name) {
    JarEntry entry = new JarEntry(name);
    entry.setTimeLocal(PACKED);
    return entry;
  }
}
