package io.lethe.cli.erasures;

import io.lethe.client.ForgetTarget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to forget; one of the three. */
final class ForgetOptions {

  @Option(
      names = "--user",
      description = "A user and all they did.",
      paramLabel = "ID") private @Nullable String user;

  @Option(
      names = "--item",
      description = "An item and all done with it.",
      paramLabel = "ID") private @Nullable String item;

  @Option(
      names = "--interaction",
      arity = "2",
      description = "What a user did with an item: the user's id, then the item's. May be given "
          + "many times.",
      paramLabel = "ID") private List<String> interactions = new ArrayList<>();

  ForgetTarget target() {
    if (user != null) {
      return new ForgetTarget.User(user);
    }
    if (item != null) {
      return new ForgetTarget.Item(item);
    }
    List<ForgetTarget.Interaction> pairs = new ArrayList<>();
    for (int k = 0; k + 1 < interactions.size(); k += 2) {
      pairs.add(new ForgetTarget.Interaction(interactions.get(k), interactions.get(k + 1)));
    }
    return new ForgetTarget.Interactions(pairs);
  }
}
