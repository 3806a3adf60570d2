package io.lethe.store.input;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.SchemaNode;
import java.io.Serial;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** A column of a Parquet file whose values are read as the text that a cell of a text file would hold. */
record ParquetColumn(String name, Kind kind) {

  private static final double NANOS = 1e9;

  /** What a row's column is for. */
  enum Use {
    ID("an id is text or a whole number"),
    VALUE("a rating is a number or a truth value"),
    TIME("a time is a timestamp, a date, a number or text"),
    EVENT("an event type is text");

    private final String words;

    Use(String words) {
      this.words = words;
    }

    /** What such a column holds, in words. */
    String words() {
      return words;
    }
  }

  /** What a column's values are, of all that can be read. */
  enum Kind {
    TEXT,
    UUID,
    TRUTH,
    INT,
    LONG,
    UNSIGNED_INT,
    UNSIGNED_LONG,
    FLOAT,
    DOUBLE,
    DECIMAL,
    DATE,
    MOMENT,
    LOCAL_TIME;

    /** Whether a column of this kind may be used so. */
    boolean serves(Use use) {
      return switch (this) {
        case TEXT, INT, LONG, UNSIGNED_INT, UNSIGNED_LONG -> true;
        case UUID -> use == Use.ID;
        case TRUTH -> use == Use.VALUE;
        case FLOAT, DOUBLE, DECIMAL -> use != Use.EVENT;
        case DATE, MOMENT, LOCAL_TIME -> use == Use.TIME;
      };
    }
  }

  /** A value that means nothing in its place, such as {@code 12.5} for a person. */
  static final class MeaninglessException extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    MeaninglessException(String problem) {
      super(problem);
    }
  }

  /** What a field holds, in words. */
  static String words(SchemaNode field) {
    return switch (field) {
      case SchemaNode.GroupNode group -> group.isList() ? "lists" : "structures";
      case SchemaNode.PrimitiveNode plain when plain.maxRepetitionLevel() > 0 -> "lists";
      case SchemaNode.PrimitiveNode plain -> kind(plain).map(ParquetColumn::words)
          .orElse(plain.logicalType() instanceof LogicalType.TimeType ? "times of day" : "bytes");
    };
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case TEXT -> "text";
      case UUID -> "UUIDs";
      case TRUTH -> "truth values";
      case INT, LONG, UNSIGNED_INT, UNSIGNED_LONG -> "whole numbers";
      case FLOAT, DOUBLE, DECIMAL -> "numbers with a fraction";
      case DATE -> "dates";
      case MOMENT, LOCAL_TIME -> "times";
    };
  }

  /** The kind of a field of the schema; empty for times of day, lists, structures. */
  static Optional<Kind> kind(SchemaNode field) {
    if (!(field instanceof SchemaNode.PrimitiveNode plain) || plain.maxRepetitionLevel() > 0) {
      return Optional.empty();
    }
    return Optional.ofNullable(plain.logicalType())
        .map(type -> annotated(type, plain.type()))
        .orElseGet(() -> bare(plain.type()));
  }

  private static Optional<Kind> bare(PhysicalType type) {
    return switch (type) {
      case BYTE_ARRAY -> Optional.of(Kind.TEXT);
      case INT32 -> Optional.of(Kind.INT);
      case INT64 -> Optional.of(Kind.LONG);
      case INT96 -> Optional.of(Kind.MOMENT);
      case FLOAT -> Optional.of(Kind.FLOAT);
      case DOUBLE -> Optional.of(Kind.DOUBLE);
      case BOOLEAN -> Optional.of(Kind.TRUTH);
      case FIXED_LEN_BYTE_ARRAY -> Optional.empty();
    };
  }

  private static Optional<Kind> annotated(LogicalType meaning, PhysicalType type) {
    return switch (meaning) {
      case LogicalType.StringType _,LogicalType.EnumType _ -> Optional.of(Kind.TEXT);
      case LogicalType.UuidType _ -> Optional.of(Kind.UUID);
      case LogicalType.IntType number when number.isSigned() -> bare(type);
      case LogicalType.IntType _ ->
        Optional.of(type == PhysicalType.INT64 ? Kind.UNSIGNED_LONG : Kind.UNSIGNED_INT);
      case LogicalType.DecimalType _ -> Optional.of(Kind.DECIMAL);
      case LogicalType.DateType _ -> Optional.of(Kind.DATE);
      case LogicalType.TimestampType time ->
        Optional.of(time.isAdjustedToUTC() ? Kind.MOMENT : Kind.LOCAL_TIME);
      case LogicalType.TimeType _,LogicalType.IntervalType _,LogicalType.Float16Type _,LogicalType.NullType _ ->
        Optional.empty();
      case LogicalType.JsonType _,LogicalType.BsonType _,LogicalType.VariantType _,LogicalType.ListType _,LogicalType.MapType _ ->
        Optional.empty();
      case LogicalType.GeometryType _,LogicalType.GeographyType _ -> Optional.empty();
    };
  }

  /**
   * A row's value as text; empty where there is none. Times are seconds since 1970, those without a
   * zone as if in UTC; a number that is an id has no fraction, as a column with gaps makes numbers of
   * all ids.
   *
   * @throws MeaninglessException if text is not UTF-8, or a number that shall be an id has a fraction or
   *     is so large that it stands for several
   */
  String text(RowReader row, Use use) throws MeaninglessException {
    if (row.isNull(name)) {
      return "";
    }
    return switch (kind) {
      case TEXT -> decoded(row.getBinary(name));
      case UUID -> row.getUuid(name).toString();
      case TRUTH -> Boolean.toString(row.getBoolean(name));
      case INT -> Integer.toString(row.getInt(name));
      case LONG -> Long.toString(row.getLong(name));
      case UNSIGNED_INT -> Integer.toUnsignedString(row.getInt(name));
      case UNSIGNED_LONG -> Long.toUnsignedString(row.getLong(name));
      case FLOAT ->
        use == Use.ID ? whole(row.getFloat(name), 1 << 24) : Float.toString(row.getFloat(name));
      case DOUBLE ->
        use == Use.ID ? whole(row.getDouble(name), 1L << 53) : Double.toString(row.getDouble(name));
      case DECIMAL -> decimal(row.getDecimal(name), use);
      case DATE -> seconds(row.getDate(name).atStartOfDay().toInstant(ZoneOffset.UTC));
      case MOMENT -> seconds(row.getTimestamp(name));
      case LOCAL_TIME -> seconds(row.getLocalTimestamp(name).toInstant(ZoneOffset.UTC));
    };
  }

  private static String decoded(byte[] bytes) throws MeaninglessException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw new MeaninglessException("bytes that are not UTF-8");
    }
  }

  /** From so many on a floating number stands for several whole ones. */
  private static String whole(double number, long several) throws MeaninglessException {
    if (Double.isNaN(number)) {
      return "";
    }
    if (number != Math.rint(number) || Math.abs(number) >= several) {
      throw noId(Double.toString(number));
    }
    return Long.toString((long) number);
  }

  private static String decimal(BigDecimal number, Use use) throws MeaninglessException {
    if (use != Use.ID) {
      return number.toPlainString();
    }
    BigDecimal bare = number.stripTrailingZeros();
    if (bare.scale() > 0) {
      throw noId(number.toPlainString());
    }
    return bare.toPlainString();
  }

  private static MeaninglessException noId(String number) {
    return new MeaninglessException(
        "%s, and an id is text or a whole number; write the column as text or as integers"
            .formatted(number));
  }

  private static String seconds(Instant time) {
    return Double.toString(time.getEpochSecond() + time.getNano() / NANOS);
  }
}
