package io.lethe.cli.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The files of a new plugin, from the templates beside this class.
 *
 * @param name of the plugin
 * @param loss of the kind {@code autodiff}; others have no choice
 * @param packageName of its classes
 * @param lethe version of the libraries that it is built with
 */
record PluginProject(
    String name, PluginKind kind, PluginLoss loss, String packageName, String lethe) {

  /** As kernels-nd4j is built with. */
  private static final String SLF4J = "2.0.20";

  private static final String OUTPUT_BIAS_LAYER = ", RowBlock.bias(\"output-bias\", 1)";
  private static final String OUTPUT_BIAS = ".add(in.layer(\"output-bias\"))";
  private static final String SERVICE_FILE = "src/main/resources/META-INF/services/io.lethe.spi.RecommenderPlugin";

  /**
   * A file.
   *
   * @param path relative to the project
   */
  record Source(String path, String text) {}

  List<Source> sources() throws IOException {
    List<Source> sources = new ArrayList<>();
    sources.add(new Source("pom.xml", filled("pom.xml")));
    sources.add(new Source("README.md", filled("README.md")));
    sources.add(new Source(SERVICE_FILE, packageName + "." + className() + "Plugin\n"));
    for (String ending : kind.classes()) {
      sources.add(java("main", ending));
    }
    sources.add(java("test", "PluginTest"));
    return sources;
  }

  private Source java(String part, String ending) throws IOException {
    return new Source(
        "src/%s/java/%s/%s%s.java"
            .formatted(part, packageName.replace('.', '/'), className(), ending),
        filled(folder() + "/" + ending + ".java"));
  }

  private String folder() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** {@code TwoTowers} of {@code two-towers}. */
  private String className() {
    StringBuilder letters = new StringBuilder();
    for (String word : name.split("-", -1)) {
      if (!word.isEmpty()) {
        letters.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return letters.toString();
  }

  private String filled(String template) throws IOException {
    return read(template).replace("@DEPENDENCIES@", read(folder() + "/dependencies.xml"))
        .replace("@OUTPUT_BIAS_LAYER@", loss.compares() ? "" : OUTPUT_BIAS_LAYER)
        .replace("@OUTPUT_BIAS@", loss.compares() ? "" : OUTPUT_BIAS)
        .replace("@LOSS@", loss.name())
        .replace("@CLASS@", className())
        .replace("@PACKAGE@", packageName)
        .replace("@NAME@", name)
        .replace("@LETHE@", lethe)
        .replace("@SLF4J@", SLF4J);
  }

  private static String read(String template) throws IOException {
    try (InputStream bytes = Objects
        .requireNonNull(PluginProject.class.getResourceAsStream(template), template)) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
