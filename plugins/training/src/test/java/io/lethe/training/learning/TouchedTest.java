package io.lethe.training.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lethe.spi.InteractionView;
import io.lethe.testkit.GrowingLog;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TouchedTest {

  private static List<String> rows(InteractionView view) {
    return IntStream.of(view.positions())
        .mapToObj(
            p -> "%d %d %.0f".formatted(view.all().user(p), view.all().item(p), view.all().value(p)))
        .toList();
  }

  @Test
  void of_newAndRepeatedRows_allThatTheirUsersAndItemsDid() {
    GrowingLog log = new GrowingLog();
    log.add(0, 0, 1);
    log.add(0, 1, 2);
    log.add(1, 1, 3);
    log.add(1, 2, 4);
    log.add(2, 2, 5);
    InteractionView before = log.view();
    log.add(0, 1, 6);
    log.add(3, 3, 7);
    Touched touched = Touched.of(log.since(before));
    assertArrayEquals(new int[]{0, 3}, touched.users());
    assertArrayEquals(new int[]{1, 3}, touched.items());
    assertEquals(List.of("0 0 1", "0 1 2", "1 1 3"), rows(touched.before()));
    assertEquals(List.of("0 0 1", "1 1 3", "0 1 6", "3 3 7"), rows(touched.after()));
    assertEquals(4, touched.keys().userCount());
  }

  @Test
  void of_nothingAdded_isEmpty() {
    GrowingLog log = new GrowingLog();
    log.add(0, 0, 1);
    Touched touched = Touched.of(log.since(log.view()));
    assertTrue(touched.isEmpty());
    assertEquals(List.of(), rows(touched.after()));
  }
}
