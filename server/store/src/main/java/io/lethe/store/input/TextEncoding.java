package io.lethe.store.input;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The encodings of input files, told apart by their byte order marks; UTF-8 needs none. */
enum TextEncoding {
  UTF_8_MARKED(StandardCharsets.UTF_8, "\u00EF\u00BB\u00BF"),
  UTF_16_LITTLE_ENDIAN(StandardCharsets.UTF_16LE, "\u00FF\u00FE"),
  UTF_16_BIG_ENDIAN(StandardCharsets.UTF_16BE, "\u00FE\u00FF"),
  UTF_8(StandardCharsets.UTF_8, "");

  private final Charset charset;
  /** One character a byte. */
  private final String mark;

  TextEncoding(Charset charset, String mark) {
    this.charset = charset;
    this.mark = mark;
  }

  static TextEncoding of(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    return Arrays.stream(values())
        .filter(one -> text.startsWith(one.mark))
        .findFirst()
        .orElseThrow();
  }

  Charset charset() {
    return charset;
  }

  int markBytes() {
    return mark.length();
  }
}
