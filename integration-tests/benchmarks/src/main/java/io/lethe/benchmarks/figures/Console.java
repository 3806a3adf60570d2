package io.lethe.benchmarks.figures;

import com.google.errorprone.annotations.FormatMethod;
import java.io.PrintStream;
import java.util.Locale;

/** Where load runs print their figures. */
public final class Console {

  private static final PrintStream OUT = System.out;

  private Console() {}

  @FormatMethod
  public static void line(String format, Object... values) {
    OUT.println(String.format(Locale.ROOT, format, values));
  }
}
