package io.lethe.server.filter;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says why a filter is none without the caller's own words: a person's id may be among them, and no
 * error names one. The place says which words were meant.
 */
final class Reasons {

  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]{2,}");
  private static final Pattern CONTAINER = Pattern.compile(" \\(in container '[^']*'\\)");
  private static final String LEFT_OUT = "...";
  /** What the parser begins with where it lists its tokens. */
  private static final Pattern SYNTAX = Pattern.compile(
      "^(mismatched input|extraneous input|no viable alternative|missing |token recognition|"
          + "Syntax error)");
  private static final String LOOKS_LIKE = "; a filter looks like \"'tea' in categories && attributes.price < 20\"";
  private static final String NO_CONDITION = "no condition goes on like this" + LOOKS_LIKE;
  private static final String NO_SUCH_NAME = "there is no such name or function. An item has categories,"
      + " attributes (one of them as in attributes.price) and listed_time" + LOOKS_LIKE;
  /** Words of the language and of what it says. */
  private static final Set<String> KNOWN = Set.of(
      ItemVariables.CATEGORIES, ItemVariables.ATTRIBUTES, ItemVariables.LISTED_TIME, "in", "has",
      "true", "false", "null", "size", "int", "uint", "double", "string", "bool", "bytes", "dyn",
      "type", "list", "map", "timestamp", "duration", "contains", "startsWith", "endsWith",
      "matches", "exists", "all", "filter");

  private Reasons() {}

  static String of(String told, String filter) {
    if (told.startsWith("undeclared reference")) {
      return NO_SUCH_NAME;
    }
    return SYNTAX.matcher(told).find() ? NO_CONDITION : repeated(told, filter);
  }

  private static String repeated(String told, String filter) {
    String said = QUOTED.matcher(CONTAINER.matcher(told).replaceAll(""))
        .replaceAll(quoted -> Matcher.quoteReplacement(shown(quoted.group(1), filter)));
    Matcher words = WORD.matcher(filter);
    while (words.find()) {
      if (!KNOWN.contains(words.group())) {
        said = said.replace(words.group(), LEFT_OUT);
      }
    }
    return said;
  }

  private static String shown(String quoted, String filter) {
    boolean own = filter.contains(quoted) && !KNOWN.contains(quoted)
        && quoted.codePoints().anyMatch(Character::isLetterOrDigit);
    return "'" + (own ? LEFT_OUT : quoted) + "'";
  }
}
