package io.lethe.spi.items;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which features of items a family asks its host for. Of a catalogue's entry, {@code categories} gives
 * a feature of value 1 for each category ({@code category:drama}), {@code attr:NAME} one for each text
 * or flag that items have there ({@code attr:brand=Acme}) and one for its numbers ({@code attr:price},
 * as deviations from their mean). A feature is one that at least two items have.
 *
 * @param sources {@code categories} and {@code attr:NAME}, distinct; empty for all that there are
 * @param most features at most, those of the most items; 1 to {@value #MOST}
 */
public record FeatureRequest(List<String> sources, int most) {

  /** Most features of a table. */
  public static final int MOST = 4096;

  /** What asks for all sources. */
  public static final String ALL = "all";

  /** The source of categories. */
  public static final String CATEGORIES = "categories";

  /** What a source of an attribute begins with. */
  public static final String ATTRIBUTE = "attr:";

  private static final Pattern SOURCE = Pattern
      .compile(CATEGORIES + "|" + ATTRIBUTE + "[A-Za-z_][A-Za-z0-9_]{0,63}");

  public FeatureRequest {
    sources = List.copyOf(sources);
    if (most < 1 || most > MOST) {
      throw refusal("%d features at most; 1 to %d are allowed".formatted(most, MOST));
    }
    for (String source : sources) {
      if (!SOURCE.matcher(source).matches()) {
        throw refusal(
            "features of %s; %s, or a list of %s and %sNAME between commas, is needed"
                .formatted(source, ALL, CATEGORIES, ATTRIBUTE));
      }
    }
    if (sources.stream().distinct().count() != sources.size()) {
      throw refusal("features of %s: one source is there twice".formatted(sources));
    }
  }

  /**
   * From an option's text.
   *
   * @param text {@code all}, or sources between commas
   * @throws IllegalArgumentException naming text and bound
   */
  public static FeatureRequest of(String text, int most) {
    return new FeatureRequest(
        text.equals(ALL)
            ? List.of()
            : Arrays.stream(text.split(",", -1)).map(String::strip).toList(),
        most);
  }

  /** Whether a source is asked for. */
  public boolean wants(String source) {
    return sources.isEmpty() || sources.contains(source);
  }

  private static IllegalArgumentException refusal(String message) {
    return new IllegalArgumentException(message);
  }
}
