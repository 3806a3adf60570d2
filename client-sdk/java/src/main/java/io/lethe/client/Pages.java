package io.lethe.client;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads a paged list one page at a time, the next only when it is needed. */
final class Pages<T> implements Iterator<T> {

  private final Function<String, Page<T>> fetch;
  private final Queue<T> page;
  private String nextToken = "";
  private boolean atEnd;

  private Pages(Function<String, Page<T>> fetch) {
    this.fetch = fetch;
    this.page = new ArrayDeque<>();
  }

  /** One page and the token of the next; empty for none. */
  record Page<T>(List<T> items, String nextToken) {

    Page {
      items = List.copyOf(items);
    }
  }

  static <T> Stream<T> stream(Function<String, Page<T>> fetch) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Pages<>(fetch), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (page.isEmpty() && !atEnd) {
      Page<T> next = fetch.apply(nextToken);
      page.addAll(next.items());
      nextToken = next.nextToken();
      atEnd = nextToken.isEmpty();
    }
    return !page.isEmpty();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the list has ended");
    }
    return page.remove();
  }
}
