package io.lethe.evaluation.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
  /** The item with the most interactions. */
  POPULAR_ITEM("popular-item", "the item with the most interactions"),
  /** The fake users of a shilling attack. */
  FAKES("fakes", "50 fake users who promote an obscure item, as a whole"),
  /** What users did with some items, one user after another. */
  SENSITIVE(
      "sensitive",
      "what single users did with a drawn twentieth of the items, one request after another"),
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

  /** Whether it is many requests, compared after some of them. */
  public boolean isSequence() {
    return this == SEQUENCE || this == SENSITIVE;
  }

  /** Whether those whose interactions go keep others: their own rows stay, and can be compared. */
  public boolean rowsStay() {
    return this == FLIPPED || this == ONE_INTERACTION || this == SENSITIVE;
  }

  /**
   * The kind that cells are of, as they name it: a sequence with the number of requests behind its
   * name. Empty for cells of something else.
   */
  public static Optional<ForgetKind> ofCell(String forget) {
    return Arrays.stream(values())
        .filter(
            kind -> kind.isSequence()
                ? forget.matches(kind.id + "-[0-9]+")
                : forget.equals(kind.id))
        .findFirst();
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
