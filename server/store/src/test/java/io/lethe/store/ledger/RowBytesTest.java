package io.lethe.store.ledger;

import static io.lethe.engine.memory.PortFixtures.rows;
import static io.lethe.engine.memory.PortFixtures.text;
import static io.lethe.engine.memory.PortFixtures.timedRows;
import static io.lethe.engine.memory.PortFixtures.timedText;
import static io.lethe.engine.memory.PortFixtures.typedRows;
import static io.lethe.engine.memory.PortFixtures.typedText;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.engine.data.InteractionColumns;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowBytesTest {

  private static final byte[] TWO = RowBytes.of(rows("ann", "tea", 3, "zoë", "mug", 0.5));

  private static void assertRefused(byte[] bytes, long expected, String why) {
    SQLException refused = assertThrows(
        SQLException.class, () -> RowBytes.read(bytes, expected), why);
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
  }

  @Test
  void read_whatWasWritten_isTheSame() throws SQLException {
    assertEquals(
        text(rows("ann", "tea", 3, "zoë", "mug", 0.5)),
        text(RowBytes.read(TWO, /* expected= */ 2)));
  }

  @Test
  void read_timedRows_areTheSame_andNoneIsMadeUp() throws SQLException {
    byte[] timed = RowBytes.of(timedRows("ann", "tea", 3, 1_700_000_000_123L, "zoë", "mug", 1, 0));
    assertEquals(
        List.of("ann/tea=3.0@1700000000123", "zoë/mug=1.0"), timedText(RowBytes.read(timed, 2)));
    assertEquals(0, RowBytes.read(TWO, 2).times().length);
    assertRefused(timed, 3, "2 rows instead of 3");
    for (int length = 0; length < timed.length; length++) {
      byte[] cut = Arrays.copyOf(timed, length);
      assertThrows(SQLException.class, () -> RowBytes.read(cut, 2), "of " + length + " bytes");
    }
  }

  @Test
  void read_typedRows_areTheSame() throws SQLException {
    InteractionColumns rows = typedRows("ann", "tea", 3, "view", "zoë", "mug", 1, "");
    for (InteractionColumns each : List.of(rows, rows.at(new long[]{0, 17}))) {
      byte[] typed = RowBytes.of(each);
      assertEquals(typedText(each), typedText(RowBytes.read(typed, 2)));
      assertRefused(typed, 3, "2 rows instead of 3");
      for (int length = 0; length < typed.length; length++) {
        byte[] cut = Arrays.copyOf(typed, length);
        assertThrows(SQLException.class, () -> RowBytes.read(cut, 2), "of " + length + " bytes");
      }
    }
    byte[] beyond = RowBytes.of(typedRows("ann", "tea", 3, "view"));
    beyond[beyond.length - 1] = 2;
    assertRefused(beyond, 1, "event type 2 of 1");
    byte[] noName = RowBytes.of(typedRows("ann", "tea", 3, "view"));
    noName[Integer.BYTES + 1 + Short.BYTES] = ' ';
    assertRefused(noName, 1, "an event type without a name");
  }

  @Test
  void read_anotherNumberOfRows_isRefused() {
    assertRefused(TWO, 3, "2 rows instead of 3");
    byte[] many = TWO.clone();
    ByteBuffer.wrap(many).putInt(Integer.MAX_VALUE);
    assertRefused(many, Integer.MAX_VALUE, "rows instead of");
  }

  @Test
  void read_bytesBehindTheLastRow_areRefused() {
    assertRefused(Arrays.copyOf(TWO, TWO.length + 1), 2, "1 bytes behind the last row");
  }

  @Test
  void read_cutShort_isRefused() {
    for (int length = 0; length < TWO.length; length++) {
      byte[] cut = Arrays.copyOf(TWO, length);
      assertThrows(SQLException.class, () -> RowBytes.read(cut, 2), "of " + length + " bytes");
    }
  }

  @Test
  void read_noIdOrNoNumber_isRefused() {
    byte[] noId = RowBytes.of(rows("a", "tea", 3));
    noId[Integer.BYTES + 1] = 0;
    assertThrows(SQLException.class, () -> RowBytes.read(noId, 1));
    byte[] notFinite = RowBytes.of(rows("a", "tea", 3));
    ByteBuffer.wrap(notFinite).putFloat(notFinite.length - Float.BYTES, Float.POSITIVE_INFINITY);
    assertRefused(notFinite, 1, "the value Infinity");
  }
}
