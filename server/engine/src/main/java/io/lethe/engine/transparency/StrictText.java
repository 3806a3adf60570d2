package io.lethe.engine.transparency;

import java.util.Base64;

/** Readers of values that have one text only: whatever is read would be written the same. */
final class StrictText {

  private static final int DIGITS_MAX = 18;

  private StrictText() {}

  static byte[] base64(String text) throws MalformedNoteException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException notBase64) {
      throw new MalformedNoteException("no base 64 where it should be");
    }
    throw new MalformedNoteException("base 64 that nobody would write so");
  }

  static TreeHash hash(String text) throws MalformedNoteException {
    byte[] bytes = base64(text);
    if (bytes.length != TreeHash.BYTES) {
      throw new MalformedNoteException(
          "a hash of %d bytes; %d are right".formatted(bytes.length, TreeHash.BYTES));
    }
    return TreeHash.of(bytes);
  }

  static long number(String text) throws MalformedNoteException {
    boolean digits = !text.isEmpty() && text.length() <= DIGITS_MAX
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || (text.length() > 1 && text.charAt(0) == '0')) {
      throw new MalformedNoteException("no whole number where it should be");
    }
    return Long.parseLong(text);
  }
}
