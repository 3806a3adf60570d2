package io.lethe.server.grpc;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Pages of lists: sizes within bounds, tokens that only the list they came from understands. */
public final class PageTokens {

  private static final int PAGE_ROWS_DEFAULT = 50;
  private static final int PAGE_ROWS_MAX = 1000;
  private static final int TOKEN_CHARS_MAX = 200;

  private final String list;

  /**
   * Tokens of one list.
   *
   * @param list what is listed, such as {@code "erasures of models/tea"}
   */
  public PageTokens(String list) {
    this.list = list;
  }

  /** Rows of a page: 0 asks for the default, too many are cut. */
  public static int rows(int pageSize) {
    if (pageSize < 0) {
      throw new LetheException(
          ErrorKind.PAGE_SIZE_NEGATIVE,
          "page_size is %d; 0 or more is allowed".formatted(pageSize));
    }
    return pageSize == 0 ? PAGE_ROWS_DEFAULT : Math.min(pageSize, PAGE_ROWS_MAX);
  }

  /** The token of a cursor. */
  public String of(long cursor) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((list + "\n" + cursor).getBytes(StandardCharsets.UTF_8));
  }

  /** The cursor in a token, {@code first} for the empty one. */
  public long cursor(String token, long first) {
    if (token.isEmpty()) {
      return first;
    }
    try {
      if (token.length() <= TOKEN_CHARS_MAX) {
        String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        if (text.startsWith(list + "\n")) {
          return Long.parseLong(text.substring(list.length() + 1));
        }
      }
    } catch (IllegalArgumentException malformed) {
      throw invalid(malformed);
    }
    throw invalid(null);
  }

  private static LetheException invalid(
      @org.jspecify.annotations.Nullable IllegalArgumentException cause) {
    return new LetheException(
        ErrorKind.PAGE_TOKEN_INVALID, "page_token was not made by this server for this list",
        Map.of(), cause);
  }

  /** A part of a list, and where the next one begins; empty after the last. */
  public record Page<T>(List<T> rows, String nextToken) {}

  /** A page of a list that is at hand as a whole; the cursor is a position in it. */
  <T> Page<T> page(List<T> all, int pageSize, String token) {
    return page(() -> all, pageSize, token);
  }

  /** Likewise of a list that is costly to make: only once size and token are known to be good. */
  public <T> Page<T> page(Supplier<List<T>> list, int pageSize, String token) {
    int rows = rows(pageSize);
    long cursor = cursor(token, 0);
    List<T> all = list.get();
    int from = (int) Math.clamp(cursor, 0L, all.size());
    int to = Math.min(all.size(), from + rows);
    return new Page<>(all.subList(from, to), to == all.size() ? "" : of(to));
  }
}
