package io.lethe.store.vectors;

import java.nio.ByteBuffer;

/** Floating-point numbers as files hold them. */
enum NumberType {
  F16(2) {
    @Override
    double read(ByteBuffer bytes) {
      return Float.float16ToFloat(bytes.getShort());
    }
  },
  BF16(2) {
    @Override
    double read(ByteBuffer bytes) {
      return Float.intBitsToFloat(bytes.getShort() << 16);
    }
  },
  F32(4) {
    @Override
    double read(ByteBuffer bytes) {
      return bytes.getFloat();
    }
  },
  F64(8) {
    @Override
    double read(ByteBuffer bytes) {
      return bytes.getDouble();
    }
  };

  private final int bytes;

  NumberType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  int bytes() {
    return bytes;
  }

  /** Takes the next number of a buffer, in the buffer's order. */
  abstract double read(ByteBuffer bytes);
}
