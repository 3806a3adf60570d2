package io.lethe.client;

import com.google.protobuf.ByteString;
import java.util.Base64;

/** Values of log proofs that have one text form each. */
final class CanonicalText {

  /** A whole number from 0, of 18 digits at most. */
  static final String NUMBER = "(0|[1-9][0-9]{0,17})";
  /** 32 bytes in base 64. */
  static final String HASH = "[A-Za-z0-9+/]{43}=";

  private CanonicalText() {}

  /** The bytes of base 64 in canonical form; empty for anything else. */
  static ByteString decode(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return Base64.getEncoder().encodeToString(bytes).equals(base64)
          ? ByteString.copyFrom(bytes)
          : ByteString.EMPTY;
    } catch (IllegalArgumentException notBase64) {
      return ByteString.EMPTY;
    }
  }
}
