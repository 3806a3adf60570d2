package io.lethe.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  private static final String ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

  /** Lists of erasures print their ids bare, and those of trainings begin with their kind. */
  @ParameterizedTest
  @CsvSource({ID + ", operations/erasure-" + ID, "erasures/" + ID + ", operations/erasure-" + ID,
      "operations/erasure-" + ID + ", operations/erasure-" + ID,
      "erasure-" + ID + ", operations/erasure-" + ID,
      "training-" + ID + ", operations/training-" + ID,
      "operations/training-" + ID + ", operations/training-" + ID})
  void operation_ofAnyFormThatListsPrint_isItsName(String typed, String name) {
    assertEquals(name, Names.operation(typed));
  }
}
