package io.lethe.store.input;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The encodings of input files, told apart by their byte order marks; UTF-8 needs none. */
enum TextEncoding {
  UTF_8_MARKED(StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF),
  UTF_16_LITTLE_ENDIAN(StandardCharsets.UTF_16LE, 0xFF, 0xFE),
  UTF_16_BIG_ENDIAN(StandardCharsets.UTF_16BE, 0xFE, 0xFF),
  UTF_8(StandardCharsets.UTF_8);

  private final Charset charset;
  private final int[] mark;

  TextEncoding(Charset charset, int... mark) {
    this.charset = charset;
    this.mark = mark;
  }

  static TextEncoding of(byte[] start) {
    return Arrays.stream(values()).filter(one -> one.begins(start)).findFirst().orElseThrow();
  }

  private boolean begins(byte[] start) {
    if (start.length < mark.length) {
      return false;
    }
    for (int k = 0; k < mark.length; k++) {
      if ((start[k] & 0xFF) != mark[k]) {
        return false;
      }
    }
    return true;
  }

  Charset charset() {
    return charset;
  }

  int markBytes() {
    return mark.length;
  }
}
