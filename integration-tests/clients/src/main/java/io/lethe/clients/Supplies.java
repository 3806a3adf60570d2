package io.lethe.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What scenarios ask for by name: people of their own, ids, long lists, tokens and addresses. The README
 * has the list. Thread-safe.
 */
final class Supplies {

  /** The first raters have rated the films that are erased as films, so they are nobody's own. */
  private final AtomicInteger raters = new AtomicInteger(Ratings.RATER_FILMS);
  private final AtomicInteger collectors = new AtomicInteger();
  private final AtomicInteger readers = new AtomicInteger();
  private final World world;

  Supplies(World world) {
    this.world = world;
  }

  /** A value that nobody else gets, where there is more than one. */
  JsonElement supply(Language language, Scenario scenario, String name) {
    String[] words = name.split(":", 3);
    String rest = words.length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "user" -> Json.text(own(raters, Ratings.RATERS, "rater-%04d"));
      case "held" -> Json.text(own(collectors, Ratings.COLLECTORS, "collector-%03d"));
      case "reader" -> Json.text(own(readers, Ratings.READERS, "reader-%03d"));
      case "uuid" -> Json.text(UUID.randomUUID().toString());
      case "language" -> Json.text(language.id());
      case "unicodeUser" -> Json.text(Ratings.unicodeUsers(language).get(Integer.parseInt(rest)));
      case "unicodeItem" -> Json.text(Ratings.unicodeItem(language));
      case "rareItem" -> Json.text(Ratings.rareItem(language));
      case "text" -> Json.text("x".repeat(Integer.parseInt(rest)));
      case "items" -> list("nothing-%05d", Integer.parseInt(rest));
      case "users" -> list("visitor-%04d", Integer.parseInt(rest));
      case "strangers" -> pairs("nobody", list("nothing-%05d", Integer.parseInt(rest)));
      case "rows" -> pairs(rest, list("nothing-%05d", Integer.parseInt(words[2])));
      case "again" -> again(rest, Integer.parseInt(words[2]));
      case "bulk" -> bulk(language);
      case "principal" -> Json.text(principal(rest, language, scenario));
      case "token", "expired", "forged" ->
        Json.text(token(words[0], principal(rest, language, scenario), words[2]));
      default -> place(language, words[0], rest);
    };
  }

  private static String own(AtomicInteger next, int count, String pattern) {
    int number = next.getAndIncrement();
    if (number >= count) {
      throw new IllegalStateException(
          "the suite's world has no more than %d of %s: add some to Ratings"
              .formatted(count, pattern));
    }
    return pattern.formatted(number);
  }

  private static JsonArray list(String pattern, int count) {
    return Json.texts(IntStream.range(0, count).mapToObj(pattern::formatted).toList());
  }

  private static JsonArray pairs(String user, JsonArray items) {
    JsonArray pairs = new JsonArray();
    items.forEach(item -> pairs.add(Json.interaction(user, item.getAsString())));
    return pairs;
  }

  /** One interaction of a user, so many times. */
  private static JsonArray again(String user, int times) {
    JsonArray pairs = new JsonArray();
    for (int k = 0; k < times; k++) {
      pairs.add(Json.interaction(user, "film-001"));
    }
    return pairs;
  }

  /** The first interactions of a user, as the request to forget takes them. */
  JsonArray interactions(String user, int count) {
    JsonArray pairs = new JsonArray();
    Iterator<String> items = world.movies().itemsOf(user).iterator();
    for (int k = 0; k < count; k++) {
      pairs.add(Json.interaction(user, items.next()));
    }
    return pairs;
  }

  private JsonArray bulk(Language language) {
    JsonArray pairs = new JsonArray();
    for (List<String> pair : world.movies().bulk(language)) {
      pairs.add(Json.interaction(pair.getFirst(), pair.getLast()));
    }
    return pairs;
  }

  /** Each scenario has principals of its own, because caps count what a principal does. */
  private static String principal(String role, Language language, Scenario scenario) {
    return "%s-%s-%d".formatted(role, language.id(), scenario.number());
  }

  private String token(String kind, String principal, String roles) {
    return switch (kind) {
      case "token" -> world.tokens().issue(principal, roles);
      case "expired" -> world.tokens().expired(principal, roles);
      default -> world.tokens().forged(principal, roles);
    };
  }

  private JsonElement place(Language language, String name, String rest) {
    Certificates certificates = world.certificates();
    return Json.text(switch (name) {
      case "server" -> world.target(language);
      case "administration" -> world.administration(language);
      case "trouble" -> world.trouble(language, rest);
      case "receiptKey" -> world.receiptKey();
      case "forgersKey" -> ForgedReceipts.publicKey();
      case "ca" -> certificates.authority().toString();
      case "othersCa" -> certificates.othersAuthority().toString();
      case "certificate" -> certificates.client().certificate().toString();
      case "key" -> certificates.client().key().toString();
      case "strangersCertificate" -> certificates.stranger().certificate().toString();
      case "strangersKey" -> certificates.stranger().key().toString();
      default -> throw new IllegalArgumentException("nothing is called '" + name + "'");
    });
  }
}
