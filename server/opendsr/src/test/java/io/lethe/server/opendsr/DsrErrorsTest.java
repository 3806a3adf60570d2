package io.lethe.server.opendsr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DsrErrorsTest {

  private static final Path CONTRACT = Path.of("../../proto/ERRORS.md");
  /** What README.md says to differ. */
  private static final Map<ErrorKind, Integer> DEPARTURES = Map.of(
      ErrorKind.REQUEST_ID_REUSED, 400, ErrorKind.MODEL_NOT_FOUND, 503, ErrorKind.STORAGE_FULL, 503,
      ErrorKind.STORAGE_FAILED, 503, ErrorKind.CONCURRENT_CHANGE, 503, ErrorKind.CANCELLED, 503);

  @ParameterizedTest
  @EnumSource(ErrorKind.class)
  void code_each_asTheContractHasItOrAsIsWritten(ErrorKind kind) throws IOException {
    Matcher row = Pattern.compile("\\| `%s` \\| `\\w+` \\| (\\d{3}) \\|".formatted(kind))
        .matcher(Files.readString(CONTRACT));
    assertTrue(row.find());
    int contract = Integer.parseInt(row.group(1));
    assertEquals(DEPARTURES.getOrDefault(kind, contract), DsrErrors.code(kind));
    String written = Files.readString(Path.of("README.md")).replaceAll("\\s+", " ");
    assertTrue(
        !DEPARTURES.containsKey(kind)
            || written.contains("`%s` is %d".formatted(kind, DEPARTURES.get(kind))));
  }
}
