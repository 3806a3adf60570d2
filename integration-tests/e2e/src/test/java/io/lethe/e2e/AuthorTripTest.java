package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.client.Erasure;
import io.lethe.client.ErasureRequest;
import io.lethe.client.LetheClient;
import io.lethe.client.TrainingRequest;
import io.lethe.installed.Distribution.Ended;
import io.lethe.installed.Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * From nothing to a live plugin: new, sdk, mvn package with the contract's tests, check, and a running
 * server that takes in only what was checked, and trains, recommends and forgets with it. Maven runs
 * offline, over this build's own repository.
 */
@ExtendWith(Installations.class)
final class AuthorTripTest {

  private static final String NAME = "my-family";
  /** Of its own: the family of the installation's was not checked, and is not loaded. */
  private static final String MODEL = "own";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final boolean THOROUGH = Boolean.getBoolean("lethe.thorough");

  private final Installation installation;

  @TempDir private Path folder;

  AuthorTripTest(Installation installation) {
    this.installation = installation;
    // Unused here, and 129 MB that each reload would digest.
    Folders.delete(installation.plugins().resolve("nd4j"));
  }

  @ParameterizedTest
  @CsvSource({"embedding,", "autodiff,", "autodiff, pairwise", "plain,"})
  void newPlugin_isPackedCheckedAndServed(String kind, @Nullable String loss) throws Exception {
    Path project = folder.resolve("project");
    List<String> begin = new ArrayList<>(
        List.of("plugin", "new", NAME, "--kind", kind, "--dir", project.toString()));
    if (loss != null) {
      begin.addAll(List.of("--loss", loss));
    }
    assertDone(installation.run(begin.toArray(String[]::new)));
    Path repository = LocalRepository.without(folder.resolve("repository"));
    assertDone(installation.run("plugin", "sdk", "--into", repository.toString()));
    assertDone(packaged(project, repository));
    Path zip = project.resolve("target").resolve(NAME + ".zip");
    assertTrue(Files.isRegularFile(zip), "nothing was packed");
    if (kind.equals("autodiff") && loss == null && !THOROUGH) {
      // Of the other loss it differs by a constant, which the contract's tests have just held to.
      return;
    }
    assertCheckedAndServed(kind, zip);
  }

  private void assertCheckedAndServed(String kind, Path zip) throws Exception {
    List<String> check = new ArrayList<>(List.of("plugin", "check", zip.toString()));
    options(kind).forEach((name, value) -> check.addAll(List.of("-o", name + "=" + value)));
    assertDone(installation.run(check.toArray(String[]::new)));
    Path ratings = folder.resolve("ratings.csv");
    new SyntheticRatings().writeCsv(ratings);
    assertDone(installation.run("import", ratings.toString(), "--model", MODEL));
    boolean recorded = options(kind).isEmpty();
    Path record = zip.resolveSibling(NAME + ".check");
    assertEquals(recorded, Files.exists(record), "a record is of a check by the defaults");
    try (Server server = installation.serve(
        Map.of(
            "LETHE_RETRAINING_AUTOMATIC", "false", "LETHE_PLUGINS_REQUIRE_CHECK",
            Boolean.toString(recorded)))) {
      Path _ = Files.copy(zip, installation.plugins().resolve(NAME + ".zip"));
      if (recorded) {
        Ended refused = reloaded(server, 1);
        assertTrue(
            refused.text().contains(NAME + ".zip: was not checked as it is"), refused.text());
        Path _ = Files.copy(record, installation.plugins().resolve(NAME + ".check"));
      }
      // Ends with 1 where a check is required: the families that ship were not checked here.
      Ended taken = reloaded(server, recorded ? 1 : 0);
      assertTrue(taken.text().contains("added"), taken.text());
      assertFalse(taken.text().contains(NAME + ".zip: "), taken.text());
      assertServed(server.client(), options(kind));
    }
  }

  /** A network is trained some ten times: a small one, not to its end, and thus without a record. */
  private static Map<String, String> options(String kind) {
    return kind.equals("autodiff")
        ? Map.of("factors", "8", "negatives", "2", "epochs-max", "40")
        : Map.of();
  }

  private Ended reloaded(Server server, int exitCode) throws IOException, InterruptedException {
    Ended ended = installation.run("plugin", "reload", "--server", server.address());
    assertEquals(exitCode, ended.exitCode(), ended.text());
    return ended;
  }

  private static void assertDone(Ended ended) {
    assertEquals(0, ended.exitCode(), ended.text());
  }

  private Ended packaged(Path project, Path repository) throws IOException, InterruptedException {
    ProcessBuilder maven = new ProcessBuilder(
        List.of(
            System.getProperty("lethe.maven", "mvn"), "-o", "-B", "-ntp", "-Dstyle.color=never",
            "-Dmaven.repo.local=" + repository, "package"))
        .directory(project.toFile())
        .redirectErrorStream(true);
    // For Maven, the compiler and the contract's tests alike.
    maven.environment().put("JAVA_TOOL_OPTIONS", installation.distribution().javaOptions());
    Process process = maven.start();
    process.getOutputStream().close();
    String text;
    try (InputStream output = process.getInputStream()) {
      text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
    return new Ended(process.waitFor(), text);
  }

  private static void assertServed(LetheClient client, Map<String, String> options) {
    var _ = client.train(TrainingRequest.of(MODEL, NAME).with(options))
        .await(progress -> {}, PATIENCE);
    String user = SyntheticRatings.user(1);
    assertEquals(10, client.recommend(MODEL, user, 10).items().size());
    Erasure done = client.unlearn(ErasureRequest.ofUser(MODEL, user))
        .await(progress -> {}, PATIENCE);
    assertEquals(Erasure.State.COMPLETED, done.state());
  }

  /** A local repository that has what this build's has, but for Lethe's own artefacts. */
  private static final class LocalRepository {

    private LocalRepository() {}

    static Path without(Path folder) throws IOException {
      Path real = Path.of(System.getProperty("lethe.repository", ""));
      Path _ = Files.createDirectories(folder.resolve("io"));
      link(real, folder, "io");
      link(real.resolve("io"), folder.resolve("io"), "lethe");
      assertTrue(Files.isDirectory(folder.resolve("org")), () -> "nothing is in " + real);
      return folder;
    }

    private static void link(Path from, Path to, String except) throws IOException {
      try (Stream<Path> children = Files.list(from)) {
        for (Path child : children.filter(Files::isDirectory).toList()) {
          if (!child.getFileName().toString().equals(except)) {
            Path _ = Files.createSymbolicLink(to.resolve(child.getFileName()), child);
          }
        }
      }
    }
  }
}
