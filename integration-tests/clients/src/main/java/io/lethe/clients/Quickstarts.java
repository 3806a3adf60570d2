package io.lethe.clients;

import io.lethe.installed.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The quickstarts of all READMEs, each to be followed in an empty project against one demo. */
final class Quickstarts implements AutoCloseable {

  private final Path installed;
  private final Demo demo;
  private final Packages packages;

  private Quickstarts(Path installed, Demo demo, Packages packages) {
    this.installed = installed;
    this.demo = demo;
    this.packages = packages;
  }

  static Quickstarts begin(Path installed) throws IOException {
    return new Quickstarts(installed, Demo.start(Distribution.built()), Packages.of(installed));
  }

  /** Those whose tools this machine has. */
  static List<Language> present() throws IOException {
    return Stage.present(Stage.installed()).stream().filter(Language::hasQuickstart).toList();
  }

  /**
   * Follows one.
   *
   * @param folder empty; the project's
   */
  Quickstart.Ended follow(Language language, Path folder) throws IOException, InterruptedException {
    String name = language == Language.GATEWAY ? "curl" : language.id();
    Path readme = installed.resolve("../../../../client-sdk").resolve(name).resolve("README.md");
    Map<String, String> environment = new HashMap<>(packages.environment());
    environment.putAll(demo.exports());
    if (language == Language.JAVA) {
      // Where 'mvn install' would have put the client, without touching anybody's own repository.
      Path settings = Files.createDirectory(folder.resolve(".mvn")).resolve("maven.config");
      Files.writeString(
          settings, "-Dmaven.repo.local=" + installed.resolve("java/repository") + "\n-ntp\n");
    }
    if (language == Language.GATEWAY) {
      // It is followed in Lethe's own folder.
      Path launcher = Path.of(System.getProperty("lethe.distribution")).resolve("lethe");
      Path _ = Files.createSymbolicLink(folder.resolve("lethe"), launcher);
    }
    return Quickstart.of(readme).follow(folder, environment);
  }

  @Override
  public void close() {
    packages.close();
    demo.close();
  }
}
