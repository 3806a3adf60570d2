package io.lethe.cli.terminal;

import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/**
 * Where a command shows what it found: standard output for answers, standard error for complaints.
 *
 * @param colours whether the reader is a terminal that shows bold and faint text
 * @param live whether lines may be redrawn, as a progress bar does
 */
public record Screen(PrintWriter out, PrintWriter err, boolean colours, boolean live) {

  private static final String INDENT = "  ";
  private static final String BOLD = "\033[1m";
  private static final String FAINT = "\033[2m";
  private static final String GREEN = "\033[32m";
  private static final String PLAIN = "\033[0m";

  /** The process's own streams. */
  public static Screen ofProcess(PrintWriter out, PrintWriter err) {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    boolean plain = System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"));
    return new Screen(out, err, terminal && !plain, terminal && !plain);
  }

  public void line(String text) {
    out.println(text);
    out.flush();
  }

  public void blank() {
    line("");
  }

  /** A part's title, after an empty line. */
  public void heading(String text) {
    blank();
    line(bold(text));
  }

  public void indented(String text) {
    line(INDENT + text);
  }

  /** A table; its headings are faint. */
  public void table(Table table, boolean headed) {
    List<String> lines = table.lines();
    for (int l = 0; l < lines.size(); l++) {
      indented(headed && l == 0 ? faint(lines.get(l)) : lines.get(l));
    }
  }

  public void complain(String text) {
    err.println("lethe: " + text);
    err.flush();
  }

  public String bold(String text) {
    return styled(BOLD, text);
  }

  public String faint(String text) {
    return styled(FAINT, text);
  }

  public String green(String text) {
    return styled(GREEN, text);
  }

  private String styled(String style, String text) {
    return colours ? style + text + PLAIN : text;
  }
}
