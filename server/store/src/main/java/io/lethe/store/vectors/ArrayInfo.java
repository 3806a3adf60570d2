package io.lethe.store.vectors;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * What a file tells of one of its arrays.
 *
 * @param typeName as the file has it
 * @param type empty if it is none of floating-point numbers
 * @param order of the bytes of a number
 * @param shape one number for each dimension, each at least 0
 * @param byColumns whether a matrix is stored column after column, instead of row after row
 */
record ArrayInfo(
    String name, String typeName, Optional<NumberType> type, ByteOrder order, List<Long> shape,
    boolean byColumns) {

  ArrayInfo {
    shape = List.copyOf(shape);
  }

  @Override
  public String toString() {
    return "%s (%s, %s)".formatted(
        name, typeName, String.join(" x ", shape.stream().map(String::valueOf).toList()));
  }
}
