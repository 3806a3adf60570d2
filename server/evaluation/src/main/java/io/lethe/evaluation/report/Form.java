package io.lethe.evaluation.report;

import java.util.Locale;

/** How a kind of number is written for people. */
enum Form {
  /** A ratio or share, two digits. */
  SHARE {
    @Override
    String text(double value) {
      return format("%.2f", value);
    }
  },
  /** A probability or an area, three digits. */
  FINE {
    @Override
    String text(double value) {
      return format("%.3f", value);
    }
  },
  /** An area that methods hardly differ in, four digits. */
  FINEST {
    @Override
    String text(double value) {
      return format("%.4f", value);
    }
  },
  /** A difference with its sign. */
  SIGNED {
    @Override
    String text(double value) {
      return format("%+.3f", value);
    }
  },
  /** Seconds, with the unit that fits. */
  SECONDS {
    @Override
    String text(double value) {
      if (value < MILLI) {
        return value < MICRO ? "0 s" : format("%.0f µs", value / MICRO);
      }
      if (value < 1) {
        return format(value < TEN_MILLIS ? "%.1f ms" : "%.0f ms", value / MILLI);
      }
      return format(value < 100 ? "%.1f s" : "%,.0f s", value);
    }
  },
  /** Bytes, in megabytes. */
  BYTES {
    @Override
    String text(double value) {
      return format(value < TEN_MEGABYTES ? "%.1f MB" : "%,.0f MB", value / MEGABYTE);
    }
  },
  /** A whole number. */
  COUNT {
    @Override
    String text(double value) {
      return format("%,.0f", value);
    }
  },
  /** So many times as fast. */
  TIMES {
    @Override
    String text(double value) {
      return format(value < 10 ? "%.1f×" : "%,.0f×", value);
    }
  };

  private static final double MILLI = 1e-3;
  private static final double MICRO = 1e-6;
  private static final double TEN_MILLIS = 1e-2;
  private static final double MEGABYTE = 1 << 20;
  private static final double TEN_MEGABYTES = 10 * MEGABYTE;

  abstract String text(double value);

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
