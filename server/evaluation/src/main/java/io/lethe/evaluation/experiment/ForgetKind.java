package io.lethe.evaluation.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The kinds of forget sets. */
public enum ForgetKind {
  /** 2 % of the training interactions, whose labels are wrong (the protocol of IFRU). */
  FLIPPED("flipped-2pct", "2 % of the interactions, with wrong labels"),
  /** 1 % of the users, drawn. */
  USERS_1PCT("users-1pct", "1 % of the users, drawn at random"),
  /** 5 % of the users, drawn. */
  USERS_5PCT("users-5pct", "5 % of the users, drawn at random"),
  /** The 1 % of the users with the most interactions. */
  MOST_ACTIVE("most-active", "the 1 % most active users"),
  /** The 1 % of the users with the fewest interactions, at least one. */
  LEAST_ACTIVE("least-active", "the 1 % least active users"),
  /** A user with the median number of interactions. */
  ONE_USER("one-user", "one user with the median number of interactions"),
  /** One interaction. */
  ONE_INTERACTION("one-interaction", "one interaction, drawn at random"),
  /** An item with the median number of interactions. */
  ONE_ITEM("one-item", "one item with the median number of interactions"),
  /** Users one after another, measured at some points. */
  SEQUENCE("sequence", "single users, one request after another");

  private final String id;
  private final String meaning;

  ForgetKind(String id, String meaning) {
    this.id = id;
    this.meaning = meaning;
  }

  /** Its name on the command line and in tables. */
  public String id() {
    return id;
  }

  /** What is forgotten, in words. */
  public String meaning() {
    return meaning;
  }

  /** Whether the original learned wrong labels. */
  boolean wrongLabels() {
    return this == FLIPPED;
  }

  /**
   * The kind of that name.
   *
   * @throws IllegalArgumentException naming all there are
   */
  public static ForgetKind of(String id) {
    return Arrays.stream(values())
        .filter(kind -> kind.id.equals(id))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(
                "forget set '%s' is none of %s"
                    .formatted(id, ids().stream().collect(Collectors.joining(", ")))));
  }

  /** All names. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(ForgetKind::id).toList();
  }
}
