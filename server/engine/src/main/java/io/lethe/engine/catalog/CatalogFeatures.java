package io.lethe.engine.catalog;

import io.lethe.spi.items.FeatureRequest;
import io.lethe.spi.items.ItemFeatures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The features that entries of a catalogue give items, as {@link FeatureRequest} says. */
public final class CatalogFeatures {

  /** A feature that one item alone has says no more than the item itself. */
  private static final int ITEMS_LEAST = 2;
  /** Numbers count as so many deviations from their mean at most. */
  private static final double DEVIATIONS_MOST = 3;

  private final FeatureRequest request;
  private final Function<String, Optional<CatalogItem>> entries;

  /**
   * Of a catalogue.
   *
   * @param entries the entry of an item, by id
   */
  public CatalogFeatures(FeatureRequest request, Function<String, Optional<CatalogItem>> entries) {
    this.request = request;
    this.entries = entries;
  }

  /** How many items have a feature, and the moments of its numbers (Welford, 1962). */
  private static final class Tally {

    private int count;
    private double mean;
    private double squares;

    void add(double number) {
      count++;
      double from = number - mean;
      mean += from / count;
      squares += from * (number - mean);
    }

    /** A number as deviations; 1 where all are equal. */
    float deviations(double number) {
      double deviation = Math.sqrt(squares / count);
      double deviations = deviation > 0 ? (number - mean) / deviation : 1;
      return (float) Math
          .clamp(Double.isNaN(deviations) ? 0 : deviations, -DEVIATIONS_MOST, DEVIATIONS_MOST);
    }
  }

  /**
   * The table of some items; empty if none of them has a feature. O(items), and their features.
   *
   * @param ids of the items, in the table's order
   */
  public ItemFeatures of(List<String> ids) {
    Map<String, Tally> tallies = new HashMap<>();
    for (String id : ids) {
      named(id).forEach(
          (name, number) -> tallies.computeIfAbsent(name, absent -> new Tally()).add(number));
    }
    List<String> names = tallies.entrySet()
        .stream()
        .filter(entry -> entry.getValue().count >= ITEMS_LEAST)
        .sorted(
            Comparator.comparingInt((Map.Entry<String, Tally> entry) -> -entry.getValue().count)
                .thenComparing(Map.Entry::getKey))
        .limit(request.most())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
    return names.isEmpty() ? ItemFeatures.NONE : table(ids, names, tallies);
  }

  private ItemFeatures table(List<String> ids, List<String> names, Map<String, Tally> tallies) {
    Map<String, Integer> columns = new HashMap<>();
    names.forEach(name -> columns.put(name, columns.size()));
    int[] starts = new int[ids.size() + 1];
    List<Integer> column = new ArrayList<>();
    List<Float> value = new ArrayList<>();
    for (int item = 0; item < ids.size(); item++) {
      // By name, which is the order of the columns.
      named(ids.get(item)).forEach((name, number) -> {
        Integer at = columns.get(name);
        Tally tally = tallies.get(name);
        if (at != null && tally != null) {
          column.add(at);
          value.add(isNumber(name) ? tally.deviations(number) : 1);
        }
      });
      starts[item + 1] = column.size();
    }
    float[] values = new float[value.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = value.get(k);
    }
    return new ItemFeatures(
        names, starts, column.stream().mapToInt(Integer::intValue).toArray(), values);
  }

  private static boolean isNumber(String name) {
    return name.startsWith(FeatureRequest.ATTRIBUTE) && name.indexOf('=') < 0;
  }

  /** An item's features by name, ascending, each with its number; 1 for what an item has or has not. */
  private SortedMap<String, Double> named(String id) {
    SortedMap<String, Double> named = new TreeMap<>();
    entries.apply(id).ifPresent(entry -> {
      if (request.wants(FeatureRequest.CATEGORIES)) {
        entry.categories().forEach(category -> named.put("category:" + category, 1.0));
      }
      entry.attributes().forEach((name, value) -> {
        String source = FeatureRequest.ATTRIBUTE + name;
        if (request.wants(source)) {
          switch (value) {
            case AttributeValue.Text(String text) -> named.put(source + "=" + text, 1.0);
            case AttributeValue.Flag(boolean flag) -> named.put(source + "=" + flag, 1.0);
            case AttributeValue.Decimal(double number) -> named.put(source, number);
          }
        }
      });
    });
    return named;
  }

  /** The sources that an entry has anything in, as a request names them. */
  static Set<String> sources(CatalogItem entry) {
    Set<String> sources = new TreeSet<>();
    if (!entry.categories().isEmpty()) {
      sources.add(FeatureRequest.CATEGORIES);
    }
    entry.attributes().keySet().forEach(name -> sources.add(FeatureRequest.ATTRIBUTE + name));
    return sources;
  }
}
