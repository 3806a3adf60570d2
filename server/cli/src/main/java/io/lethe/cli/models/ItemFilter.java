package io.lethe.cli.models;

import io.lethe.cli.terminal.CommandException;
import io.lethe.cli.terminal.ExitCode;
import io.lethe.client.LetheException;
import io.lethe.client.Recommendations;
import io.lethe.client.catalog.CatalogClient;
import io.lethe.client.catalog.CatalogItem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A condition on items as it was typed. The server's refusal repeats none of its words, as a person's id
 * may be among them; here, on the screen of whoever typed it, they are shown.
 */
record ItemFilter(String text) {

  static final String HELP = "Only items that pass, in CEL: \"'tea' in categories && attributes.price < 20\"";

  /** Entries of the catalogue that are looked through for what a filter names. */
  static final int LOOKED_AT_MAX = 20_000;

  private static final int NAMED_MAX = 10;
  private static final String EMPTY = "The filter leaves no item: the catalogue is empty, and without an"
      + " entry there an item has neither categories nor attributes. 'lethe items update' fills it.";
  private static final Pattern PLACE = Pattern
      .compile("filter, line (\\d+), column (\\d+): .*", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_.]+|\\S+");
  private static final Pattern ATTRIBUTE = Pattern
      .compile("attributes\\s*(?:\\.\\s*(\\w+)|\\[\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*\\])");
  private static final Pattern CATEGORY = Pattern
      .compile("(?:'([^']*)'|\"([^\"]*)\")\\s+in\\s+categories");

  /**
   * Asks for an answer under this filter.
   *
   * @throws CommandException if the filter is none: with the word at fault
   */
  Recommendations told(Supplier<Recommendations> ask) {
    try {
      return ask.get();
    } catch (LetheException refused) {
      Matcher place = PLACE.matcher(refused.text());
      if (!place.matches()) {
        throw refused;
      }
      String word = word(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
      throw new CommandException(
          ExitCode.REFUSED, "%s (--filter has %s there)"
              .formatted(refused.text(), word.isEmpty() ? "its end" : "\"%s\"".formatted(word)));
    }
  }

  /** The word at a place, each counted from 1; empty behind the last one. */
  private String word(int line, int column) {
    List<String> lines = text.lines().toList();
    if (line > lines.size() || column > lines.get(line - 1).length()) {
      return "";
    }
    Matcher word = WORD.matcher(lines.get(line - 1));
    return word.find(column - 1) ? word.group() : "";
  }

  /** Why an answer has no item; reads some of the catalogue where this names what may not be there. */
  String leftNothing(CatalogClient catalog) {
    if (text.isBlank()) {
      return "No item is left to answer with.";
    }
    Seen seen;
    try {
      seen = Seen.of(catalog);
    } catch (LetheException unread) {
      return "The filter leaves no item. Whether the catalogue has what it names could not be read: %s."
          .formatted(unread.getMessage());
    }
    return seen.entries() == 0 ? EMPTY : leftNothing(seen);
  }

  private String leftNothing(Seen seen) {
    List<String> sentences = new ArrayList<>();
    sentences.add("The filter leaves no item.");
    missing(ATTRIBUTE, seen.attributes())
        .forEach(name -> sentences.add(seen.lacks("attribute", name, seen.attributes())));
    missing(CATEGORY, seen.categories())
        .forEach(name -> sentences.add(seen.lacks("category", name, seen.categories())));
    return String.join(" ", sentences);
  }

  private Set<String> missing(Pattern named, Set<String> there) {
    Set<String> missing = new TreeSet<>();
    Matcher each = named.matcher(text);
    while (each.find()) {
      for (int group = 1; group <= each.groupCount(); group++) {
        String name = each.group(group);
        if (name != null && !there.contains(name)) {
          missing.add(name);
        }
      }
    }
    return missing;
  }

  /** What the first entries of a catalogue have. */
  private record Seen(int entries, boolean all, Set<String> attributes, Set<String> categories) {

    static Seen of(CatalogClient catalog) {
      Set<String> attributes = new TreeSet<>();
      Set<String> categories = new TreeSet<>();
      int entries = 0;
      try (Stream<CatalogItem> listed = catalog.list()) {
        Iterator<CatalogItem> items = listed.iterator();
        while (items.hasNext() && entries < LOOKED_AT_MAX) {
          CatalogItem item = items.next();
          attributes.addAll(item.attributes().keySet());
          categories.addAll(item.categories());
          entries++;
        }
        return new Seen(entries, !items.hasNext(), attributes, categories);
      }
    }

    String lacks(String what, String name, Set<String> there) {
      return "No item of %s has %s %s \"%s\"; there is %s.".formatted(
          all ? "the catalogue" : String.format(Locale.ROOT, "the catalogue's first %,d", entries),
          what.equals("attribute") ? "an" : "a", what, name, shown(there));
    }

    private static String shown(Set<String> names) {
      return names.isEmpty()
          ? "none"
          : names.stream().limit(NAMED_MAX).collect(Collectors.joining(", "))
              + (names.size() > NAMED_MAX ? ", ..." : "");
    }
  }
}
