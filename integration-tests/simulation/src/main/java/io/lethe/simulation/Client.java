package io.lethe.simulation;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasName;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureId;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.Receipt;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.recommend.Answer;
import io.lethe.engine.recommend.Fallback;
import io.lethe.engine.recommend.RecommendQuery;
import io.lethe.engine.recommend.ScoredItem;
import io.lethe.engine.recommend.Source;
import io.lethe.engine.recommend.UserOutcome;
import io.lethe.engine.subject.ErasureTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what it was told, and holds every later answer against it: the model that a simulation
 * is checked by. Confined to one thread.
 */
final class Client {

  /** An acceptance that fails so has accepted nothing. */
  private static final Set<ErrorKind> REFUSALS = EnumSet.of(
      ErrorKind.MODEL_NOT_FOUND, ErrorKind.MODEL_NOT_READY, ErrorKind.USER_NOT_FOUND,
      ErrorKind.ITEM_NOT_FOUND, ErrorKind.INTERACTION_NOT_FOUND, ErrorKind.OVERLOADED,
      ErrorKind.STORAGE_FULL, ErrorKind.STORAGE_FAILED);

  private final ModelName model;
  private final List<Ask> asks = new ArrayList<>();

  Client(ModelName model) {
    this.model = model;
  }

  List<Ask> asks() {
    return asks;
  }

  List<Ask> acknowledged() {
    return asks.stream().filter(Ask::acknowledged).toList();
  }

  /** Up to which position all was said to be completed. */
  long completedPosition() {
    return asks.stream().filter(Ask::completed).mapToLong(ask -> ask.position).max().orElse(0);
  }

  /** Sends a request for the first time. */
  Ask ask(Engine engine, ErasureRequest request) {
    Ask ask = new Ask(request);
    asks.add(ask);
    send(engine, ask);
    return ask;
  }

  /** Sends a request, perhaps again; a refusal is remembered, not thrown. */
  void send(Engine engine, Ask ask) {
    boolean wasRefused = ask.refused;
    ask.refused = false;
    try {
      acknowledged(ask, engine.erasures().accept(ask.request));
    } catch (LetheException failed) {
      if (!REFUSALS.contains(failed.kind())) {
        throw new Violation("an acceptance failed as " + failed.kind(), failed);
      }
      if (ask.acknowledged() && !isPassing(failed)) {
        throw new Violation("an accepted request, sent again, failed", failed);
      }
      // What the disk refuses now may have been accepted before, by a process that died then.
      ask.refused = !ask.acknowledged() && (!ask.sentBefore || wasRefused || !isPassing(failed));
    } finally {
      ask.sentBefore = true;
    }
  }

  private static boolean isPassing(LetheException failed) {
    return failed.kind() == ErrorKind.STORAGE_FAILED || failed.kind() == ErrorKind.STORAGE_FULL;
  }

  private static void acknowledged(Ask ask, Erasure erasure) {
    if (ask.id != null && !ask.id.equals(erasure.id())) {
      throw new Violation("one request became " + ask.id + " and " + erasure.id());
    }
    ask.id = erasure.id();
    ask.refused = false;
    ask.position = erasure.facts().position();
  }

  /** Lets a held one go on. */
  void approve(Engine engine, Ask ask) {
    Erasure approved = engine.erasures().approve(Objects.requireNonNull(ask.id), "boss");
    if (approved.state() == ErasureState.HELD) {
      throw new Violation(ask.id + " is held after it was approved");
    }
    look(engine, ask);
  }

  /** Takes one back: when this returns, it is. */
  void cancel(Engine engine, Ask ask) {
    ErasureId id = Objects.requireNonNull(ask.id);
    Erasure cancelled = engine.erasures().cancel(id, ErasureRequest.OPERATOR, false);
    if (cancelled.state() != ErasureState.CANCELLED) {
      throw new Violation(id + " is " + cancelled.state() + " after it was taken back");
    }
    ask.seen = ErasureState.CANCELLED;
  }

  /** The same request id with another payload must be refused. */
  void contradict(Engine engine, Ask ask) {
    ErasureRequest other = new ErasureRequest(
        ask.request.requestId(), model, new ErasureTarget.User("somebody-else"),
        ask.request.method());
    try {
      Erasure erasure = engine.erasures().accept(other);
      throw new Violation("another payload under one request id became " + erasure.id());
    } catch (LetheException refused) {
      if (refused.kind() != ErrorKind.REQUEST_ID_REUSED && !isPassing(refused)) {
        throw new Violation("another payload was refused as " + refused.kind(), refused);
      }
    }
  }

  /** Looks at every acknowledged erasure that is not known to be over. */
  void look(Engine engine, Ask ask) {
    Erasure erasure;
    try {
      erasure = engine.erasures().get(Objects.requireNonNull(ask.id));
    } catch (LetheException failed) {
      if (failed.kind() == ErrorKind.ERASURE_NOT_FOUND) {
        throw new Violation(ask.id + " was acknowledged and is not known", failed);
      }
      return;
    }
    ErasureState state = erasure.state();
    if (ask.seen.compareTo(ErasureState.LIVE) >= 0 && state.compareTo(ask.seen) < 0) {
      throw new Violation(ask.id + " is " + state + " after it was " + ask.seen);
    }
    if (ask.cancelled() && state != ErasureState.CANCELLED) {
      throw new Violation(ask.id + " is " + state + " after it was taken back");
    }
    ask.seen = state.compareTo(ask.seen) > 0 ? state : ask.seen;
    ask.position = erasure.facts().position();
    if (state == ErasureState.COMPLETED) {
      receipt(engine, ask);
    }
  }

  private static void receipt(Engine engine, Ask ask) {
    Receipt receipt;
    try {
      receipt = engine.erasures().receipt(Objects.requireNonNull(ask.id)).receipt();
    } catch (LetheException failed) {
      if (!isPassing(failed)) {
        throw new Violation(ask.id + " is completed and has no receipt", failed);
      }
      return;
    }
    Receipt before = ask.receipt;
    if (before != null && !(Arrays.equals(before.statement(), receipt.statement())
        && Arrays.equals(before.signature(), receipt.signature()))) {
      throw new Violation("the receipt of " + ask.id + " has changed");
    }
    ask.receipt = receipt;
  }

  /** Asks for a user; nothing that was acknowledged before may come. */
  void recommend(Engine engine, String user) {
    recommend(engine, user, null);
  }

  /**
   * The same by an alias.
   *
   * @param alias null for the version in whose share the user is
   */
  void recommend(Engine engine, String user, @Nullable AliasName alias) {
    Answer<UserOutcome> answer;
    try {
      answer = engine.recommender()
          .recommend(
              new RecommendQuery(
                  model, user, 10, List.of(), false, Fallback.NONE, 0, Narrowing.NONE, alias));
    } catch (LetheException failed) {
      if (failed.kind() != ErrorKind.MODEL_NOT_READY && failed.kind() != ErrorKind.MODEL_NOT_FOUND
          && (alias == null || failed.kind() != ErrorKind.ALIAS_NOT_FOUND)) {
        throw new Violation("a recommendation failed", failed);
      }
      return;
    }
    if (answer.erasurePosition() < completedPosition()) {
      throw new Violation(
          "%s answered with position %d after %d was completed"
              .formatted(answer.version(), answer.erasurePosition(), completedPosition()));
    }
    switch (answer.content()) {
      case UserOutcome.Recommended(List<ScoredItem> items, Source _) -> checkShown(user, items);
      case UserOutcome.Contained _ -> {
        if (asks.stream().noneMatch(ask -> (ask.binds() || ask.unclear()) && names(ask, user))) {
          throw new Violation(user + " is contained, and nobody has asked for that");
        }
      }
      case UserOutcome.Unknown _ -> {
        // Nobody has promised that a version knows somebody.
      }
    }
  }

  private static boolean names(Ask ask, String user) {
    return ask.request.target() instanceof ErasureTarget.User(String id) && id.equals(user);
  }

  private void checkShown(String user, List<ScoredItem> items) {
    for (Ask ask : acknowledged().stream().filter(Ask::binds).toList()) {
      if (names(ask, user)) {
        throw new Violation(user + " is answered, and was erased by " + ask.id);
      }
      if (ask.request.target() instanceof ErasureTarget.Item(String gone)
          && items.stream().anyMatch(item -> item.item().equals(gone))) {
        throw new Violation(gone + " is shown, and was erased by " + ask.id);
      }
    }
  }
}
