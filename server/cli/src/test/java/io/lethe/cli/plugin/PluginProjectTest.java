package io.lethe.cli.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end-to-end tests build these projects; here is what their text must say. */
class PluginProjectTest {

  private static final Path GUIDE = Path.of("..", "..", "plugins", "AUTHORING.md");
  private static final Path POM = Path.of("..", "..", "pom.xml");

  private static PluginProject project(PluginKind kind) {
    return project(kind, PluginLoss.LOGISTIC);
  }

  private static PluginProject project(PluginKind kind, PluginLoss loss) {
    return new PluginProject("my-family", kind, loss, "myfamily", "1.2.3");
  }

  private static String text(PluginKind kind, String path) throws IOException {
    return text(project(kind), path);
  }

  private static String text(PluginProject project, String path) throws IOException {
    return project.sources()
        .stream()
        .filter(source -> source.path().equals(path))
        .findFirst()
        .orElseThrow()
        .text();
  }

  @ParameterizedTest
  @EnumSource
  void sources_ofEveryKind_holdNoMarkOfATemplate(PluginKind kind) throws IOException {
    List<PluginProject.Source> sources = project(kind).sources();
    sources.forEach(
        source -> assertFalse(
            source.text().matches("(?s).*@[A-Z0-9]+@.*"), () -> source.path() + source.text()));
    assertTrue(
        sources.stream()
            .anyMatch(
                source -> source.path().equals("src/main/java/myfamily/MyFamilyPlugin.java")));
    assertEquals(
        "myfamily.MyFamilyPlugin\n",
        text(kind, "src/main/resources/META-INF/services/io.lethe.spi.RecommenderPlugin"));
  }

  /** What the guide shows is what is compiled, tested and checked. */
  @Test
  void guide_showsTheWholePluginOfKindEmbedding() throws IOException {
    String plugin = text(PluginKind.EMBEDDING, "src/main/java/myfamily/MyFamilyPlugin.java");
    assertTrue(Files.readString(GUIDE).contains("```java\n" + plugin + "```\n"));
  }

  @Test
  void guide_showsTheWholePluginOfKindAutodiffUnderBpr() throws IOException {
    PluginProject bpr = project(PluginKind.AUTODIFF, PluginLoss.PAIRWISE);
    String plugin = text(bpr, "src/main/java/myfamily/MyFamilyPlugin.java");
    assertTrue(Files.readString(GUIDE).contains("```java\n" + plugin + "```\n"));
  }

  @ParameterizedTest
  @EnumSource
  void lossThatCompares_hasNoBiasOfTheOutput(PluginLoss loss) throws IOException {
    PluginProject project = project(PluginKind.AUTODIFF, loss);
    String plugin = text(project, "src/main/java/myfamily/MyFamilyPlugin.java");
    assertEquals(!loss.compares(), plugin.contains("output-bias"));
    assertTrue(plugin.contains("return Loss." + loss + ";"));
  }

  /** A project is built by the versions that build Lethe. */
  @ParameterizedTest
  @EnumSource
  void pom_pinsTheVersionsOfLethesOwnBuild(PluginKind kind) throws IOException {
    String own = Files.readString(POM);
    String pom = text(kind, "pom.xml");
    for (String plugin : List
        .of("assembly", "compiler", "jar", "resources", "surefire", "toolchains")) {
      assertEquals(version(own, plugin), version(pom, plugin), plugin);
    }
    assertEquals(
        kind == PluginKind.AUTODIFF,
        pom.contains("<version>" + between(own, "<slf4j.version>", "<") + "</version>"));
    assertTrue(pom.contains("<lethe.version>1.2.3</lethe.version>"));
  }

  private static String version(String pom, String plugin) {
    String from = "<artifactId>maven-" + plugin + "-plugin</artifactId>";
    return between(pom.substring(pom.indexOf(from)), "<version>", "<");
  }

  private static String between(String text, String from, String to) {
    int at = text.indexOf(from) + from.length();
    return text.substring(at, text.indexOf(to, at));
  }
}
