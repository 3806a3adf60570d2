package io.lethe.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Something unmistakable in the data, and where it is found again, in whatever form it was written. */
final class Planted {

  /** What to look for, by what it is. */
  private final Map<String, String> forms = new LinkedHashMap<>();

  private Planted() {}

  /** An id: as text, as wide text, and as hexadecimal digits of the text. */
  static Planted id(String id) {
    Planted planted = new Planted();
    for (Charset charset : List
        .of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      planted.add(id + " in " + charset, id.getBytes(charset));
    }
    String hex = HexFormat.of().formatHex(id.getBytes(StandardCharsets.UTF_8));
    planted.add(id + " in hex", hex.getBytes(StandardCharsets.US_ASCII));
    planted.add(
        id + " in capital hex", hex.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
    return planted;
  }

  /** A number: as a float in both byte orders, and as text. */
  static Planted value(String text) {
    Planted planted = new Planted();
    float value = Float.parseFloat(text);
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      planted
          .add(text + " in " + order, ByteBuffer.allocate(4).order(order).putFloat(value).array());
    }
    planted.add(text + " as text", text.getBytes(StandardCharsets.US_ASCII));
    return planted;
  }

  /** A point in time: as milliseconds of the epoch in both byte orders, and as text. */
  static Planted time(String iso) {
    Planted planted = new Planted();
    long millis = Instant.parse(iso).toEpochMilli();
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      planted
          .add(iso + " in " + order, ByteBuffer.allocate(8).order(order).putLong(millis).array());
    }
    planted.add(iso + " as text", iso.getBytes(StandardCharsets.US_ASCII));
    planted.add(iso + " in digits", Long.toString(millis).getBytes(StandardCharsets.US_ASCII));
    return planted;
  }

  private void add(String form, byte[] bytes) {
    forms.put(form, characters(bytes));
  }

  /** A character a byte: the JDK looks for text much faster than a loop over bytes would. */
  private static String characters(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Where any of some are in some folders, as {@code form: file}; nothing if they are nowhere. */
  static Set<String> found(List<Planted> planted, List<Path> folders) {
    Set<String> found = new TreeSet<>();
    for (Path file : files(folders)) {
      String content = characters(content(file));
      for (Planted each : planted) {
        each.forms.forEach((form, wanted) -> {
          if (content.contains(wanted)) {
            found.add(form + ": " + file.getFileName());
          }
        });
      }
    }
    return found;
  }

  private static List<Path> files(List<Path> folders) {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> walk = Files.walk(folder)) {
        walk.filter(Files::isRegularFile).forEach(files::add);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return files;
  }

  /** Nothing of a file that went away meanwhile. */
  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException gone) {
      return new byte[0];
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
