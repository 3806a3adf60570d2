package io.lethe.unlearning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ErasedEntitiesTest {

  @Test
  void constructor_indicesNotAscending_refusesWithoutNamingThem() {
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class, () -> new ErasedEntities(new int[]{77, 33}, new int[0]));
    assertEquals("erased users: entry 1 of 2 is negative or not ascending", refused.getMessage());
  }

  @Test
  void users_returnedArrayChanged_leavesTheRecordAlone() {
    ErasedEntities erased = ErasedEntities.user(4);
    erased.users()[0] = 5;
    assertArrayEquals(new int[]{4}, erased.users());
    assertTrue(ErasedEntities.none().isEmpty());
  }
}
