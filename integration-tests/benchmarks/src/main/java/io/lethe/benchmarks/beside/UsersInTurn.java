package io.lethe.benchmarks.beside;

import java.util.List;

/** Users of whom each is taken once: from the front, or from the back. Confined to one thread. */
final class UsersInTurn {

  private final List<String> users;
  private int from;
  private int to;

  UsersInTurn(List<String> users) {
    this.users = List.copyOf(users);
    this.to = users.size();
  }

  /** The next so many. */
  List<String> next(int count) {
    if (count > to - from) {
      throw new IllegalStateException(
          "%d users are wanted, %d of %d are left".formatted(count, to - from, users.size()));
    }
    from += count;
    return users.subList(from - count, from);
  }

  /** The last that is left. */
  String last() {
    if (from == to) {
      throw new IllegalStateException("none of %d users is left".formatted(users.size()));
    }
    to--;
    return users.get(to);
  }
}
