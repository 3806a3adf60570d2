package io.lethe.store.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The columns of one file, found.
 *
 * @param count columns that the header or the first row has
 * @param value position of the rating, {@link #ABSENT} for implicit feedback
 * @param timestamp position of the timestamp, or {@link #ABSENT}
 * @param events where the event types are
 * @param timestampTold whether the caller named the column of timestamps; a column that only looks
 *     like one decides nothing
 * @param unread names of columns that decide nothing, where columns were found by their names
 */
record Columns(
    int count, int user, int item, int value, int timestamp, Events events, boolean timestampTold,
    List<String> unread) {

  static final int ABSENT = -1;

  /** The usual names, without case, blanks, hyphens and underscores; the first tier found counts. */
  private static final List<Set<String>> USER_NAMES = List.of(
      Set.of("user", "userid"),
      Set.of(
          "uid", "username", "customer", "customerid", "client", "clientid", "member", "memberid",
          "account", "accountid", "visitor", "visitorid", "reviewer", "reviewerid", "profile",
          "profileid", "person", "personid", "shopper", "shopperid", "reader", "readerid",
          "listener", "listenerid", "player", "playerid", "steamid", "author", "authorid"));
  private static final List<Set<String>> ITEM_NAMES = List.of(
      Set.of("item", "itemid", "movie", "movieid"), Set.of("parentasin"),
      Set.of(
          "iid", "film", "filmid", "book", "bookid", "isbn", "asin", "product", "productid", "sku",
          "article", "articleid", "artist", "artistid", "song", "songid", "track", "trackid",
          "album", "albumid", "video", "videoid", "business", "businessid", "gmapid", "game",
          "gameid", "app", "appid", "anime", "animeid", "recipe", "recipeid", "joke", "jokeid",
          "venue", "venueid", "poi", "poiid", "location", "locationid", "listing", "listingid",
          "news", "newsid", "post", "postid", "ad", "adid", "course", "courseid", "content",
          "contentid", "document", "documentid", "offer", "offerid", "show", "showid"));
  private static final List<Set<String>> VALUE_NAMES = List.of(
      Set.of("rating", "value", "score", "label"),
      Set.of(
          "ratings", "bookrating", "overall", "stars", "star", "starrating", "weight", "plays",
          "playcount", "playcounts", "listens", "listencount", "count", "counts", "clicks", "views",
          "quantity", "qty", "hours", "hoursplayed", "playtime", "watchratio", "preference",
          "strength", "feedback", "liked", "like", "isliked"));
  private static final List<Set<String>> TIMESTAMP_NAMES = List.of(
      Set.of("timestamp", "time"),
      Set.of(
          "ts", "date", "datetime", "createdat", "created", "unixreviewtime", "reviewtime",
          "eventtime", "eventtimestamp", "ratedat", "datadate", "day"));

  /** Names that say what such a column holds, and, last, some that it shares with others. */
  private static final List<Set<String>> EVENT_NAMES = List.of(
      Set.of("eventtype", "actiontype", "interactiontype", "behaviortype", "behaviourtype"),
      Set.of("event", "eventname", "behavior", "behaviour"), Set.of("type", "action", "activity"));

  /**
   * The column of event types.
   *
   * @param position or {@link #ABSENT}
   * @param name as people know it; empty if it is absent
   * @param told whether the caller named it: then every cell must be an event type
   * @param wordsOnly whether numbers in it are none: it is called by a name that says little
   */
  record Events(int position, String name, boolean told, boolean wordsOnly) {

    static final Events NONE = new Events(ABSENT, "", false, false);

    static Events told(int position, String name) {
      return new Events(position, name, true, false);
    }

    boolean isThere() {
      return position != ABSENT;
    }
  }

  /** The columns that a format without header lays down. */
  static Columns fixed(int count) {
    return new Columns(count, 0, 1, 2, 3, Events.NONE, false, List.of());
  }

  /** Columns by position; the first row tells how many there are. */
  static Columns byPosition(String file, ColumnMapping mapping, InputRow first) {
    int count = first.columns();
    return new Columns(
        count, position(file, first, mapping.user()), position(file, first, mapping.item()),
        mapping.value().map(column -> position(file, first, column)).orElse(ABSENT),
        mapping.timestamp().map(column -> position(file, first, column)).orElse(ABSENT),
        mapping.event()
            .map(column -> Events.told(position(file, first, column), column))
            .orElse(Events.NONE),
        true, List.of());
  }

  private static int position(String file, InputRow row, String column) {
    int position = Integer.parseInt(column);
    if (position >= row.columns()) {
      throw new BadInputException(
          file, row.line(),
          "column %d does not exist among %d, counted from 0".formatted(position, row.columns()));
    }
    return position;
  }

  /**
   * Columns by the names of a header row, as mapped or by their usual names.
   *
   * @param eventColumn the column of event types, beside others that are found
   */
  static Columns byHeader(
      String file, Optional<ColumnMapping> mapping, Optional<String> eventColumn, InputRow header) {
    Header names = new Header(file, header.line(), cells(header));
    if (mapping.isPresent()) {
      ColumnMapping told = mapping.get();
      return of(
          names, names.named(told.user()), names.named(told.item()),
          told.value().map(names::named).orElse(ABSENT),
          told.timestamp().map(names::named).orElse(ABSENT),
          told.event().map(names::told).orElse(Events.NONE), true);
    }
    return byUsualNames(names, eventColumn);
  }

  private static Columns byUsualNames(Header names, Optional<String> eventColumn) {
    int user = names.usual("user", USER_NAMES);
    int item = names.usual("item", ITEM_NAMES);
    if (user == ABSENT || item == ABSENT) {
      throw names.fault(
          "no column for the %s in %s; give a header line such as user,item,rating or map the"
              .formatted(user == ABSENT ? "user" : "item", names.shown())
              + " columns, such as user=0,item=1,value=2");
    }
    Events events = eventColumn.map(names::told).orElseGet(names::events);
    if (events.position() == user || events.position() == item) {
      throw names.fault(
          "column %s is that of the %s, not of event types".formatted(
              BadInputException.quoted(events.name()),
              events.position() == user ? "users" : "items"));
    }
    return of(
        names, user, item, names.usual("rating", VALUE_NAMES, events),
        names.usual("timestamp", TIMESTAMP_NAMES, events), events, false);
  }

  private static Columns of(
      Header names, int user, int item, int value, int timestamp, Events events,
      boolean timestampTold) {
    Set<Integer> read = Set.copyOf(List.of(user, item, value, timestamp, events.position()));
    return new Columns(
        names.cells().size(), user, item, value, timestamp, events, timestampTold,
        timestampTold ? List.of() : names.others(read));
  }

  /** Number of leading columns that a row must have; columns behind them decide nothing. */
  int needed() {
    int last = Math
        .max(Math.max(user, item), events.told() ? Math.max(value, events.position()) : value);
    return 1 + (timestampTold ? Math.max(last, timestamp) : last);
  }

  /** The column that names items in a table about them, see {@link
   * ColumnMapping#ofItems}; or {@link #ABSENT}. */
  static int items(String file, List<String> header) {
    Header names = new Header(file, 1, header);
    int plainly = names.usual("item", ITEM_NAMES.subList(0, 1));
    return plainly != ABSENT
        ? plainly
        : new Header(file, 1, header.subList(0, Math.min(1, header.size())))
            .usual("item", ITEM_NAMES);
  }

  private static List<String> cells(InputRow header) {
    List<String> cells = new ArrayList<>();
    for (int column = 0; column < header.columns(); column++) {
      cells.add(header.text(column));
    }
    return cells;
  }

  /** A header row; RecBole's type suffixes do not belong to the names. */
  private record Header(String file, long line, List<String> cells) {

    int named(String name) {
      int position = cells.indexOf(name);
      if (position < 0) {
        position = cells.stream().map(Header::withoutType).toList().indexOf(name);
      }
      if (position < 0) {
        throw fault("no column %s in %s".formatted(BadInputException.quoted(name), shown()));
      }
      return position;
    }

    Events told(String name) {
      return Events.told(named(name), name);
    }

    /** The first column that may hold event types. */
    Events events() {
      for (Set<String> names : EVENT_NAMES) {
        for (int column = 0; column < cells.size(); column++) {
          if (names.contains(plain(cells.get(column)))) {
            return new Events(
                column, cells.get(column), false, names.equals(EVENT_NAMES.getLast()));
          }
        }
      }
      return Events.NONE;
    }

    /** The same, but for a column that the caller named as that of event types. */
    int usual(String what, List<Set<String>> tiers, Events events) {
      int found = usual(what, tiers);
      return events.told() && found == events.position() ? ABSENT : found;
    }

    int usual(String what, List<Set<String>> tiers) {
      for (Set<String> names : tiers) {
        int found = onlyOne(what, names);
        if (found != ABSENT) {
          return found;
        }
      }
      return ABSENT;
    }

    private int onlyOne(String what, Set<String> names) {
      int found = ABSENT;
      for (int column = 0; column < cells.size(); column++) {
        if (names.contains(plain(cells.get(column)))) {
          if (found != ABSENT) {
            throw fault(
                "columns %d and %d may both be the %s; map the columns by name"
                    .formatted(found, column, what));
          }
          found = column;
        }
      }
      return found;
    }

    List<String> others(Set<Integer> read) {
      return IntStream.range(0, cells.size())
          .filter(column -> !read.contains(column) && !cells.get(column).isBlank())
          .mapToObj(column -> BadInputException.quoted(withoutType(cells.get(column)).strip()))
          .toList();
    }

    String shown() {
      return BadInputException.quoted(String.join(" | ", cells));
    }

    BadInputException fault(String problem) {
      return new BadInputException(file, line, problem);
    }

    private static String plain(String cell) {
      return withoutType(cell).toLowerCase(Locale.ROOT).replaceAll("[_\\- .]", "");
    }

    private static String withoutType(String cell) {
      int colon = cell.indexOf(':');
      return colon < 0 ? cell : cell.substring(0, colon);
    }
  }
}
