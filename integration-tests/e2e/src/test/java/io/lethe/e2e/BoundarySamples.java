package io.lethe.e2e;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Values at, just within and just beyond every bound of the contract, by a field's type alone. */
final class BoundarySamples {

  private static final String UUID = "0bc2c7e8-0a4c-4f0f-9a52-5e0f5a3c4a52";
  private static final List<Integer> SIZES = List
      .of(0, 1, 100, 101, 256, 257, 1000, 1001, 10_000, 10_001);
  private static final List<String> TEXTS = List.of(
      "", "x", "x".repeat(64), "x".repeat(65), "x".repeat(256), "x".repeat(257),
      "\u00e9".repeat(128), "\u00e9".repeat(128) + "x", "models/a", "models/" + "a".repeat(63),
      "models/" + "a".repeat(64), "models/A", "models/0a", "models/a/versions/0",
      "models/a/versions/1", "models/a/versions/" + "9".repeat(18),
      "models/a/versions/" + "9".repeat(19), "models/a/aliases/" + "a".repeat(63),
      "models/a/aliases/" + "a".repeat(64), "models/a/aliases/A", "models/a/aliases/",
      "erasures/" + UUID, "erasures/" + UUID + "0", "erasures/short",
      "erasures/" + UUID + "/receipt", "erasures//receipt", UUID,
      UUID.toUpperCase(java.util.Locale.ROOT), UUID.replace("-4", "-1"), UUID.replace("-9", "-c"));

  /** Conditions, of which only the length may be wrong. */
  private static final List<String> FILTERS = List
      .of("", "true", " ".repeat(996) + "true", " ".repeat(997) + "true");

  private static final List<Float> NUMBERS = List
      .of(-1f, 0f, 1e6f, 1_000_001f, Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY);

  private BoundarySamples() {}

  static List<?> of(FieldDescriptor field) {
    if (field.isMapField()) {
      return maps(field);
    }
    if (field.getName().equals("filter")) {
      return FILTERS;
    }
    return switch (field.getJavaType()) {
      case STRING -> field.isRepeated() ? lists() : TEXTS;
      case INT -> List.of(Integer.MIN_VALUE, -1, 0, 1, 1000, 1001, Integer.MAX_VALUE);
      case LONG -> List.of(Long.MIN_VALUE, -1L, 0L);
      case ENUM -> field.isRepeated() ? enums(field).stream().map(List::of).toList() : enums(field);
      case FLOAT -> NUMBERS;
      case MESSAGE -> field.isRepeated() ? messageLists(field) : messages(field);
      default -> List.of();
    };
  }

  private static List<?> enums(FieldDescriptor field) {
    return List.of(
        field.getEnumType().findValueByNumber(0), field.getEnumType().findValueByNumber(1),
        field.getEnumType().findValueByNumberCreatingIfUnknown(99));
  }

  /** The shape of a value, for a failure's message: lists may be long. */
  static String inWords(Object value) {
    String text = value.toString();
    return text.length() <= 100 ? text : text.substring(0, 100) + "... of " + text.length();
  }

  private static List<List<String>> lists() {
    Stream<List<String>> sized = SIZES.stream()
        .map(size -> IntStream.range(0, size).mapToObj(k -> "id-" + k).toList());
    Stream<List<String>> odd = Stream.of(List.of(""), List.of("x".repeat(257)));
    return Stream.concat(sized, odd).toList();
  }

  /** Maps of so many good entries, and of one whose number is at a bound. */
  private static List<List<DynamicMessage>> maps(FieldDescriptor map) {
    FieldDescriptor value = map.getMessageType().findFieldByName("value");
    Stream<List<DynamicMessage>> sized = SIZES.stream()
        .filter(size -> size <= 1000)
        .map(
            size -> IntStream.range(0, size)
                .mapToObj(k -> entry(map, "option_" + k, good(value)))
                .toList());
    Stream<List<DynamicMessage>> odd = value.getJavaType() == FieldDescriptor.JavaType.FLOAT
        ? NUMBERS.stream().map(number -> List.of(entry(map, "option", number)))
        : Stream.of();
    return Stream.concat(sized, odd).toList();
  }

  private static DynamicMessage entry(FieldDescriptor map, String key, Object value) {
    return DynamicMessage.newBuilder(map.getMessageType())
        .setField(map.getMessageType().findFieldByName("key"), key)
        .setField(map.getMessageType().findFieldByName("value"), value)
        .build();
  }

  private static Object good(FieldDescriptor value) {
    return switch (value.getJavaType()) {
      case MESSAGE -> DynamicMessage.newBuilder(value.getMessageType())
          .setField(value.getMessageType().findFieldByName("text"), "1")
          .build();
      case FLOAT -> 1f;
      default -> "1";
    };
  }

  /** Lists of messages as good as each other, and of one that has a part at each of its bounds. */
  private static List<List<DynamicMessage>> messageLists(FieldDescriptor list) {
    DynamicMessage.Builder good = DynamicMessage.newBuilder(list.getMessageType());
    list.getMessageType()
        .getFields()
        .stream()
        .filter(part -> part.getJavaType() == FieldDescriptor.JavaType.STRING && !part.isRepeated())
        .forEach(part -> good.setField(part, "something"));
    Stream<List<DynamicMessage>> sized = SIZES.stream()
        .map(size -> Collections.nCopies(size, good.build()));
    Stream<List<DynamicMessage>> odd = list.getMessageType()
        .getFields()
        .stream()
        .flatMap(
            part -> of(part).stream()
                .map(value -> List.of(good.clone().setField(part, value).build())));
    return Stream.concat(sized, odd).toList();
  }

  /** A list of pairs, or a time. */
  private static List<DynamicMessage> messages(FieldDescriptor field) {
    if (field.getMessageType().getFullName().equals(Timestamp.getDescriptor().getFullName())) {
      return times(field);
    }
    if (field.getMessageType().getFullName().equals(FieldMask.getDescriptor().getFullName())) {
      return masks(field);
    }
    FieldDescriptor pairs = field.getMessageType().findFieldByName("interactions");
    return Stream
        .concat(
            SIZES.stream().map(size -> Collections.nCopies(size, pair(pairs, "someone"))),
            Stream.of(List.of(pair(pairs, "")), List.of(pair(pairs, "x".repeat(257)))))
        .map(
            list -> DynamicMessage.newBuilder(field.getMessageType()).setField(pairs, list).build())
        .toList();
  }

  /** The first and the last second that a timestamp can say. */
  private static List<DynamicMessage> times(FieldDescriptor field) {
    return Stream.of(-62_135_596_800L, 0L, 253_402_300_799L)
        .map(
            seconds -> DynamicMessage.newBuilder(field.getMessageType())
                .setField(field.getMessageType().findFieldByName("seconds"), seconds)
                .build())
        .toList();
  }

  private static List<DynamicMessage> masks(FieldDescriptor field) {
    FieldDescriptor paths = field.getMessageType().findFieldByName("paths");
    return Stream
        .of(List.of(), List.of("available"), List.of("listed_time", "categories"), List.of("*"))
        .map(
            list -> DynamicMessage.newBuilder(field.getMessageType()).setField(paths, list).build())
        .toList();
  }

  private static DynamicMessage pair(FieldDescriptor pairs, String user) {
    return DynamicMessage.newBuilder(pairs.getMessageType())
        .setField(pairs.getMessageType().findFieldByName("user"), user)
        .setField(pairs.getMessageType().findFieldByName("item"), "something")
        .build();
  }
}
