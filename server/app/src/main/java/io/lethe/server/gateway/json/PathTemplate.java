package io.lethe.server.gateway.json;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path as {@code google.api.http} writes it, such as {@code /v1/{name=models/*}:train}. Immutable.
 */
final class PathTemplate {

  private static final String ONE = "*";
  private static final String REST = "**";
  private static final Pattern PART = Pattern.compile("\\{([a-z_]+)(?:=([^}]+))?}|[^/{}]+");

  private final List<String> segments = new ArrayList<>();
  private final List<Variable> variables = new ArrayList<>();
  private final String verb;

  /**
   * A field and the segments that make up its value.
   *
   * @param to behind the last
   */
  private record Variable(String field, int from, int to) {}

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if it is none
   */
  PathTemplate(String template) {
    int colon = template.lastIndexOf(':');
    verb = colon < 0 ? "" : template.substring(colon + 1);
    String path = colon < 0 ? template : template.substring(0, colon);
    Matcher part = PART.matcher(path);
    int end = 0;
    while (end < path.length()) {
      if (path.charAt(end) != '/' || !part.find(end + 1) || part.start() != end + 1) {
        throw new IllegalArgumentException(template + " is no path template");
      }
      add(part);
      end = part.end();
    }
  }

  private void add(Matcher part) {
    if (part.group(1) == null) {
      segments.add(part.group());
      return;
    }
    int from = segments.size();
    String inner = part.group(2) == null ? ONE : part.group(2);
    segments.addAll(List.of(inner.split("/")));
    variables.add(new Variable(part.group(1), from, segments.size()));
  }

  /** The fields that the path sets. */
  List<String> fields() {
    return variables.stream().map(Variable::field).toList();
  }

  /**
   * The values of its fields in a path, if the path is one of its paths.
   *
   * @param path still percent-encoded, without the query
   */
  Optional<Map<String, String>> match(String path) {
    List<String> given = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    String last = given.removeLast();
    int colon = last.lastIndexOf(':');
    if (!verb.equals(colon < 0 ? "" : last.substring(colon + 1))) {
      return Optional.empty();
    }
    given.add(colon < 0 ? last : last.substring(0, colon));
    return fits(given) ? values(given) : Optional.empty();
  }

  private boolean fits(List<String> given) {
    boolean open = segments.getLast().equals(REST);
    if (open ? given.size() < segments.size() : given.size() != segments.size()) {
      return false;
    }
    for (int k = 0; k < given.size(); k++) {
      String wanted = segments.get(Math.min(k, segments.size() - 1));
      boolean any = wanted.equals(ONE) || wanted.equals(REST);
      if (any ? given.get(k).isEmpty() : !wanted.equals(given.get(k))) {
        return false;
      }
    }
    return true;
  }

  private Optional<Map<String, String>> values(List<String> given) {
    Map<String, String> values = new LinkedHashMap<>();
    try {
      for (Variable variable : variables) {
        int to = variable.to() == segments.size() ? given.size() : variable.to();
        values.put(
            variable.field(),
            String.join(
                "/",
                given.subList(variable.from(), to).stream().map(PathTemplate::decoded).toList()));
      }
      return Optional.of(values);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** An encoded slash stays encoded: it separates no segments. */
  private static String decoded(String segment) {
    String kept = segment.replace("+", "%2B").replaceAll("(?i)%2f", "%252F");
    return URLDecoder.decode(kept, StandardCharsets.UTF_8);
  }
}
