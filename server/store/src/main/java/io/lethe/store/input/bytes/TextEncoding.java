package io.lethe.store.input.bytes;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The encodings of input files, told apart by their byte order marks; UTF-8 needs none. */
public enum TextEncoding {
  UTF_8_MARKED(StandardCharsets.UTF_8, "\u00EF\u00BB\u00BF"),
  UTF_16_LITTLE_ENDIAN(StandardCharsets.UTF_16LE, "\u00FF\u00FE"),
  UTF_16_BIG_ENDIAN(StandardCharsets.UTF_16BE, "\u00FE\u00FF"),
  UTF_8(StandardCharsets.UTF_8, "");

  private final Charset charset;
  /** The mark's bytes, one character each. */
  private final String mark;

  TextEncoding(Charset charset, String mark) {
    this.charset = charset;
    this.mark = mark;
  }

  /** That of a file which begins so. */
  public static TextEncoding of(byte[] start) {
    return Arrays.stream(values()).filter(one -> one.begins(start)).findFirst().orElseThrow();
  }

  private boolean begins(byte[] start) {
    int length = Math.min(start.length, mark.length());
    return new String(start, 0, length, StandardCharsets.ISO_8859_1).equals(mark);
  }

  /** How its characters are written. */
  public Charset charset() {
    return charset;
  }

  /** Length of its mark, which is no text. */
  public int markBytes() {
    return mark.length();
  }
}
