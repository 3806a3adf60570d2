package io.lethe.server.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {

  @ParameterizedTest
  @CsvSource({"port,port,0", "prot,port,1", "por,port,1", "porrt,port,1", "pert,port,1",
      "'',port,4", "ab,ba,1", "kitten,sitting,3"})
  void slips_ofTwoWords_insertedDeletedReplacedSwapped(String one, String other, int slips) {
    assertEquals(slips, DidYouMean.slips(one, other));
    assertEquals(slips, DidYouMean.slips(other, one));
  }

  @Test
  void hint_nearestWord_andNothingWhereNoneIsNear() {
    List<String> known = List.of("listen.port", "listen.host", "data.folder");
    assertEquals("; did you mean listen.port?", DidYouMean.hint("listen.prot", known));
    assertEquals("", DidYouMean.hint("colour", known));
    assertEquals("", DidYouMean.hint("", known));
  }
}
