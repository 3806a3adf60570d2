package io.lethe.benchmarks.beside;

import io.lethe.benchmarks.figures.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The page that a run ends with. Confined to one thread. */
final class Page {

  private static final List<String> HEADINGS = List
      .of("measured", "Lethe", "beside", "", "ratio", "goal", "");

  private final List<Section> sections = new ArrayList<>();
  private final List<String> sentences = new ArrayList<>();

  private record Section(String title, List<List<String>> rows, List<String> notes) {}

  /** Begins a section. */
  void section(String title) {
    sections.add(new Section(title, new ArrayList<>(), new ArrayList<>()));
  }

  /**
   * A quantity beside another, and their ratio.
   *
   * @param what is measured, with its unit
   * @param other what it stands beside
   */
  void row(String what, Figure lethe, String other, Figure beside, Goal goal) {
    Figure ratio = lethe.over(beside);
    add(
        what, lethe.toString(), other, beside.toString(), ratio.toString(), goal.inWords(),
        goal.verdict(ratio));
  }

  /** A quantity alone; the goal is its own. */
  void row(String what, Figure lethe, Goal goal) {
    add(what, lethe.toString(), "", "", "", goal.inWords(), goal.verdict(lethe));
  }

  private void add(String... cells) {
    sections.getLast().rows().add(List.of(cells));
  }

  /** A sentence below the section's rows. */
  void note(String sentence) {
    sections.getLast().notes().add(sentence);
  }

  /** A sentence about the whole run. */
  void sentence(String sentence) {
    sentences.add(sentence);
  }

  /** For a terminal: columns. */
  String text() {
    StringBuilder text = new StringBuilder();
    int[] widths = widths();
    for (Section section : sections) {
      text.append('\n').append(section.title()).append('\n');
      if (!section.rows().isEmpty()) {
        line(text, HEADINGS, widths);
        section.rows().forEach(row -> line(text, row, widths));
      }
      section.notes().forEach(note -> text.append(note).append('\n'));
    }
    return text.append('\n').append(String.join("\n", sentences)).toString();
  }

  private int[] widths() {
    int[] widths = new int[HEADINGS.size()];
    for (Section section : sections) {
      for (List<String> row : section.rows()) {
        for (int k = 0; k < widths.length; k++) {
          widths[k] = Math.max(widths[k], Math.max(row.get(k).length(), HEADINGS.get(k).length()));
        }
      }
    }
    return widths;
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int k = 0; k < widths.length; k++) {
      line.append(cells.get(k)).repeat(' ', widths[k] - cells.get(k).length() + 2);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  /** For a document: tables. */
  void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Section section : sections) {
      text.append("### ").append(section.title()).append("\n\n");
      if (!section.rows().isEmpty()) {
        text.append(markdown(HEADINGS)).append("|---|---|---|---|---|---|---|\n");
        section.rows().forEach(row -> text.append(markdown(row)));
        text.append('\n');
      }
      section.notes().forEach(note -> text.append(note).append("\n\n"));
    }
    Files.writeString(file, text.append(String.join("\n", sentences)).append('\n'));
  }

  private static String markdown(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
