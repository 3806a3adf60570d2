package io.lethe.server.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.lethe.fuzz.LentFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Configuration files: a whole configuration, or an error that says what is wrong. */
class ConfigLoaderFuzzTest {

  private static final Path FOLDER = LentFolder.make();

  @MethodSource
  @FuzzTest
  void yaml(byte[] bytes) throws IOException {
    load(FOLDER.resolve("lethe.yaml"), bytes);
  }

  @MethodSource
  @FuzzTest
  void properties(byte[] bytes) throws IOException {
    load(FOLDER.resolve("lethe.properties"), bytes);
  }

  private static void load(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    try {
      ServerConfig config = ServerConfig.of(ConfigLoader.load(Map.of(), Map.of(), file, Map.of()));
      assertTrue(config.listen().port() >= 0 && config.listen().port() <= 65_535);
      assertFalse(config.listen().host().isBlank());
    } catch (ConfigException refused) {
      assertFalse(String.valueOf(refused.getMessage()).isBlank());
    }
  }

  static Stream<byte[]> yaml() {
    return Stream
        .of(
            "listen:\n  host: 127.0.0.1\n  port: 0\n", "listen.port: 7707\ndata.folder: \"x\"\n",
            "serving:\n  threads: 4\n  reflection: false\nerasure: {effort: FAST}\n",
            "a: &a [*a]\n", "- 1\n- 2\n", "retraining:\n  residual-budget: 1e3\n",
            "? {a: b}\n: c\n", "a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]\n", "")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<byte[]> properties() {
    return Stream.of(
        "listen.port=1\n", "data.folder = a\\\n b\n", "serving.threads:\\u0034\n", "# nothing\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
