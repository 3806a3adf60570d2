package io.lethe.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.VersionId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNamesTest {

  private static final String ID = "4b1f3a52-7a0e-4c55-9d0c-1c2b3a4d5e6f";

  @Test
  void version_ownName_comesBack() {
    VersionId version = new VersionId(new ModelName("tea"), 12);
    assertEquals(version, ResourceNames.version("name", ResourceNames.of(version)));
    assertEquals(version.model(), ResourceNames.model("name", "models/tea"));
  }

  @Test
  void erasure_ownName_comesBack() {
    ErasureId id = new ErasureId(UUID.fromString(ID));
    assertEquals(id, ResourceNames.erasure("name", ResourceNames.of(id)));
    assertEquals(id, ResourceNames.receipt("name", ResourceNames.receiptOf(id)));
  }

  @Test
  void erasure_thatIsNoUuid_isToldTheForm() {
    LetheException error = assertThrows(
        LetheException.class, () -> ResourceNames.erasure("name", "erasures/nosuch"));
    assertEquals(
        "name must have the form erasures/{uuid}, such as erasures/7c9e6679-7425-40de-944b-e07fc1f90ae7",
        error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "tea", "models/", "models/Tea", "models/../x", "models/tea/versions/1",
          "models/tea ", "model/tea"})
  void model_malformedName_isRefusedWithoutRepeatingIt(String name) {
    LetheException error = assertThrows(
        LetheException.class, () -> ResourceNames.model("model", name));
    assertEquals(ErrorKind.NAME_MALFORMED, error.kind());
    assertEquals("model", error.metadata().get("field"));
    assertFalse(!name.isEmpty() && String.valueOf(error.getMessage()).contains("'" + name + "'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"models/tea", "models/tea/versions/0", "models/tea/versions/-1",
          "models/tea/versions/01", "models/tea/versions/9999999999999999999"})
  void version_malformedName_isRefused(String name) {
    LetheException error = assertThrows(
        LetheException.class, () -> ResourceNames.version("name", name));
    assertEquals(ErrorKind.NAME_MALFORMED, error.kind());
  }

  @Test
  void requestId_version4_isRead() {
    assertEquals(UUID.fromString(ID), ResourceNames.requestId(ID));
  }

  @Test
  void requestId_empty_isMissing() {
    LetheException error = assertThrows(LetheException.class, () -> ResourceNames.requestId(""));
    assertEquals(ErrorKind.REQUEST_ID_MISSING, error.kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "4b1f3a52-7a0e-1c55-9d0c-1c2b3a4d5e6f", "4b1f3a527a0e4c559d0c1c2b3a4d5e6f",
          "4b1f3a52-7a0e-4c55-0d0c-1c2b3a4d5e6f", " 4b1f3a52-7a0e-4c55-9d0c-1c2b3a4d5e6f"})
  void requestId_notVersion4_isMalformed(String text) {
    LetheException error = assertThrows(LetheException.class, () -> ResourceNames.requestId(text));
    assertEquals(ErrorKind.REQUEST_ID_MALFORMED, error.kind());
  }
}
