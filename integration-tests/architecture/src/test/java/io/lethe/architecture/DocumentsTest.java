package io.lethe.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {

  private static final Path TOP = Path.of("..", "..");
  private static final int FRONT_PAGE_LINES = 120;

  @Test
  void everyDocument_fitsTheScreenAndLinksToFilesThatAreThere() throws IOException {
    Documents documents = new Documents(TOP);
    List<String> faults = new ArrayList<>();
    for (Path file : documents.all()) {
      faults.addAll(documents.longLines(file));
      faults.addAll(documents.brokenLinks(file));
    }
    assertTrue(documents.all().size() > 20, "documents were found");
    assertEquals(List.of(), faults);
  }

  @Test
  void everyDocument_namesTestsAndCommandsThatAreThere() throws IOException {
    Documents documents = new Documents(TOP);
    Map<String, String> tests = documents.tests();
    Set<String> commands = documents.commands();
    assertTrue(tests.size() > 300 && commands.contains("unlearn"), "they were found");
    List<String> faults = new ArrayList<>();
    for (Path file : documents.all()) {
      faults.addAll(documents.missingTests(file, tests));
      faults.addAll(documents.missingCommands(file, commands));
    }
    assertEquals(List.of(), faults);
  }

  /** Work that was done side by side meets in this list. */
  @Test
  void decisions_areListedOnceEach_underTheirHeadings() throws IOException {
    String text = Files.readString(TOP.resolve("server/decisions.md"));
    List<String> parts = List.of(text.split("(?m)^## "));
    Map<String, List<Integer>> entries = new LinkedHashMap<>();
    for (String part : parts.subList(1, parts.size())) {
      entries.put(
          part.lines().findFirst().orElseThrow(),
          Pattern.compile("(?m)^(\\d+)\\. \\*\\*")
              .matcher(part)
              .results()
              .map(number -> Integer.valueOf(number.group(1)))
              .sorted()
              .toList());
    }
    Map<String, List<Integer>> listed = new LinkedHashMap<>();
    Pattern form = Pattern.compile("\\[(.+?)]\\(#.*?\\): (.+)", Pattern.DOTALL);
    List<String> items = List.of(parts.getFirst().split("(?m)^- "));
    for (String item : items.subList(1, items.size())) {
      Matcher line = form.matcher(item.strip());
      assertTrue(line.matches(), item);
      assertNull(listed.put(line.group(1), numbers(line.group(2))), item);
    }
    assertEquals(entries, listed);
    List<Integer> all = entries.values().stream().flatMap(List::stream).toList();
    assertEquals(all.size(), Set.copyOf(all).size(), "each number once");
  }

  /** Of a list such as {@code 2-4, 18}. */
  private static List<Integer> numbers(String ranges) {
    return Arrays.stream(ranges.split(",\\s+"))
        .map(range -> range.split("-"))
        .flatMap(
            ends -> IntStream
                .rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                .boxed())
        .toList();
  }

  @Test
  void frontPage_isShort() throws IOException {
    int lines = Files.readAllLines(TOP.resolve("README.md")).size();
    assertTrue(lines <= FRONT_PAGE_LINES, lines + " lines");
  }

  @Test
  void faults_ofADocument_areFound(@TempDir Path folder) throws IOException {
    String wide = "word ".repeat(30);
    Path file = Files.writeString(
        folder.resolve("a.md"),
        wide + "\n| " + wide + "|\n```\n" + wide + "\n```\n" + "x".repeat(150)
            + "\n[gone](b.md#x) [here](a.md) [web](https://example.org/b.md)\n"
            + "`ATest.runs_well` `ATest.walks_away` `ATest` `BTest` `lethe serve x` `lethe brew`\n");
    Documents documents = new Documents(folder);
    assertEquals(List.of(file), documents.all());
    assertEquals(List.of("a.md:1 has 150 columns"), documents.longLines(file));
    assertEquals(List.of("a.md links to b.md"), documents.brokenLinks(file));
    assertEquals(
        List.of("a.md names `ATest.walks_away`", "a.md names `BTest`"),
        documents.missingTests(file, Map.of("ATest", "void runs_well() {")));
    assertEquals(
        List.of("a.md names lethe brew"), documents.missingCommands(file, Set.of("serve")));
  }
}
