package io.lethe.crashes.damage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** What happens to one file. */
public enum FileDamage {

  FLIP_BIT {
    @Override
    byte[] changed(byte[] bytes, SplittableRandom random) {
      return flipped(bytes, 1, random);
    }
  },
  FLIP_8_BITS {
    @Override
    byte[] changed(byte[] bytes, SplittableRandom random) {
      return flipped(bytes, 8, random);
    }
  },
  CUT_TO_HALF {
    @Override
    byte[] changed(byte[] bytes, SplittableRandom random) {
      return Arrays.copyOf(bytes, bytes.length / 2);
    }
  },
  CUT_LAST_BYTE {
    @Override
    byte[] changed(byte[] bytes, SplittableRandom random) {
      return Arrays.copyOf(bytes, Math.max(0, bytes.length - 1));
    }
  },
  CUT_ANYWHERE {
    @Override
    byte[] changed(byte[] bytes, SplittableRandom random) {
      return Arrays.copyOf(bytes, random.nextInt(Math.max(1, bytes.length)));
    }
  },
  CUT_TO_NOTHING {
    @Override
    byte[] changed(byte[] bytes, SplittableRandom random) {
      return new byte[0];
    }
  },
  APPEND {
    @Override
    byte[] changed(byte[] bytes, SplittableRandom random) {
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(APPENDED_MAX));
      byte[] more = new byte[longer.length - bytes.length];
      random.nextBytes(more);
      System.arraycopy(more, 0, longer, bytes.length, more.length);
      return longer;
    }
  },
  ZERO_PAGE {
    @Override
    byte[] changed(byte[] bytes, SplittableRandom random) {
      byte[] holed = bytes.clone();
      int pages = (bytes.length + PAGE_BYTES - 1) / PAGE_BYTES;
      int from = PAGE_BYTES * random.nextInt(Math.max(1, pages));
      Arrays.fill(holed, from, Math.min(holed.length, from + PAGE_BYTES), (byte) 0);
      return holed;
    }
  },
  DELETE {
    @Override
    byte[] changed(byte[] bytes, SplittableRandom random) {
      throw new IllegalStateException("nothing is left to be written");
    }
  };

  private static final int PAGE_BYTES = 4096;
  private static final int APPENDED_MAX = 5000;

  abstract byte[] changed(byte[] bytes, SplittableRandom random);

  private static byte[] flipped(byte[] bytes, int bits, SplittableRandom random) {
    byte[] flipped = bytes.clone();
    for (int k = 0; k < bits && bytes.length > 0; k++) {
      int bit = random.nextInt(bytes.length * Byte.SIZE);
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    }
    return flipped;
  }

  /** Damages a file; returns whether it is another one now. */
  public boolean apply(Path file, SplittableRandom random) throws IOException {
    if (this == DELETE) {
      Files.delete(file);
      return true;
    }
    byte[] bytes = Files.readAllBytes(file);
    byte[] changed = changed(bytes, random);
    Files.delete(file);
    Files.write(file, changed);
    return !Arrays.equals(bytes, changed);
  }
}
