package io.lethe.client;

import java.util.List;

/** What to forget. Its text form never shows an id. */
public sealed interface ForgetTarget {

  /** A user: every interaction and the user's own row. */
  record User(String user) implements ForgetTarget {

    @Override
    public String toString() {
      return "a user";
    }
  }

  /** An item: every interaction and the item's own row. */
  record Item(String item) implements ForgetTarget {

    @Override
    public String toString() {
      return "an item";
    }
  }

  /** Some interactions, 1 to 10000. */
  record Interactions(List<Interaction> interactions) implements ForgetTarget {

    public Interactions {
      interactions = List.copyOf(interactions);
    }

    @Override
    public String toString() {
      return interactions.size() + " interactions";
    }
  }

  /** What a user did with an item. */
  record Interaction(String user, String item) {

    @Override
    public String toString() {
      return "an interaction";
    }
  }
}
