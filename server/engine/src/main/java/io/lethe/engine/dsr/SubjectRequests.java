package io.lethe.engine.dsr;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import io.lethe.engine.lifecycle.ModelDirectory;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.engine.subject.SubjectDigests;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Carries out data subject requests as erasures. A request is accepted in two durable steps: first
 * its erasures, whose request ids follow from the subject request's, then the record of them.
 * Whoever got no answer asks again and finds what was done. Thread-safe.
 */
public final class SubjectRequests {

  private static final int LOCKS = 64;

  private final Rooms rooms;
  private final InstantSource clock;
  private final List<ModelName> models;
  private final SubjectRequestReader reader;
  private final List<Object> locks = IntStream.range(0, LOCKS).mapToObj(k -> new Object()).toList();

  /** What it works with. */
  public record Rooms(
      ErasureCoordinator erasures, ModelDirectory directory, SubjectRequestLedger ledger,
      SubjectDigests digests, StatusCallbacks callbacks, SubjectResults results) {}

  /**
   * For some models.
   *
   * @param models that people are erased from; empty for all there are
   */
  public SubjectRequests(Rooms rooms, InstantSource clock, Collection<ModelName> models) {
    this.rooms = rooms;
    this.clock = clock;
    this.models = List.copyOf(models);
    this.reader = new SubjectRequestReader(rooms.ledger(), rooms.erasures());
  }

  /**
   * Erases a person from every model that knows them, or has {@link #results} tell what is held of them,
   * once: the same id with the same payload gives
   * the same request at any later time. A person whom no model knows has been erased already: such
   * a request is completed, as one for access is at once.
   *
   * @throws LetheException of kind {@code REQUEST_ID_REUSED} (same id, other payload or
   *     controller), {@code MODEL_NOT_READY} if a model named in the configuration does not exist,
   *     or as {@link ErasureCoordinator#accept}; then nothing was accepted, unless the disk or a limit
   *     was exhausted in between: a repeat of the same request takes such a part up
   */
  public SubjectRequest accept(SubjectRequestOrder order) {
    String digest = rooms.digests().payload(order.payload());
    synchronized (locks.get(Math.floorMod(order.id().hashCode(), LOCKS))) {
      Optional<SubjectRequest> known = rooms.ledger()
          .find(order.id())
          .map(before -> same(before, digest));
      if (order.kind() == SubjectRequestOrder.Kind.ACCESS) {
        // Before anybody is told that it is completed.
        rooms.results().open(order);
      }
      return known.orElseGet(() -> fresh(order, digest));
    }
  }

  private SubjectRequest fresh(SubjectRequestOrder order, String digest) {
    List<StatusCallback> callbacks = callbacks(order);
    rooms.callbacks().takeRoom(callbacks.size());
    boolean accepted = false;
    try {
      Instant received = clock.instant();
      List<Erasure> parts = switch (order.kind()) {
        case ERASURE -> erase(order);
        case ACCESS -> List.of();
      };
      SubjectRequest request = new SubjectRequest(
          order.id(), order.controller(), digest, received, expires(parts, received),
          parts.stream().map(Erasure::id).toList());
      rooms.ledger().add(request, callbacks);
      accepted = true;
      rooms.callbacks().follow(request, callbacks);
      return request;
    } finally {
      if (!accepted) {
        rooms.callbacks().giveRoomBack(callbacks.size());
      }
    }
  }

  private static SubjectRequest same(SubjectRequest known, String digest) {
    if (!known.payloadDigest().equals(digest)) {
      throw new LetheException(
          ErrorKind.REQUEST_ID_REUSED, "the subject request id came before with another payload");
    }
    return known;
  }

  private static Instant expires(List<Erasure> parts, Instant received) {
    return parts.stream()
        .map(part -> part.facts().expires())
        .max(Comparator.naturalOrder())
        .orElse(received);
  }

  private static List<StatusCallback> callbacks(SubjectRequestOrder order) {
    return IntStream.range(0, order.callbackUrls().size())
        .mapToObj(place -> StatusCallback.begin(order.id(), place, order.callbackUrls().get(place)))
        .toList();
  }

  /** Looks at all parts before any is accepted: nothing is refused after a half was done. */
  private List<Erasure> erase(SubjectRequestOrder order) {
    List<Erasure> accepted = new ArrayList<>();
    for (ErasureRequest part : rooms.erasures().check(parts(order))) {
      accepted.add(rooms.erasures().accept(part));
    }
    return accepted;
  }

  /** One for each model and identity. */
  private List<ErasureRequest> parts(SubjectRequestOrder order) {
    List<ErasureRequest> parts = new ArrayList<>();
    Set<ModelName> known = rooms.directory().models().keySet();
    for (ModelName model : models.isEmpty() ? known : models) {
      if (!known.contains(model)) {
        throw new LetheException(
            ErrorKind.MODEL_NOT_READY,
            "the model %s of data subject requests does not exist".formatted(model),
            Map.of("model", model.value()));
      }
      for (int k = 0; k < order.users().size(); k++) {
        parts.add(
            new ErasureRequest(
                PartIds.of(order.id(), model, k), model,
                new ErasureTarget.User(order.users().get(k)), ErasureMethod.AUTO,
                order.controller()));
      }
    }
    return parts;
  }

  /**
   * A request as it is now.
   *
   * @throws LetheException of kind {@code ERASURE_NOT_FOUND}
   */
  public SubjectRequestState state(UUID id) {
    return reader.state(id);
  }

  /** What requests for access are answered with. */
  public SubjectResults results() {
    return rooms.results();
  }

  /**
   * Takes a request back of which nothing has begun. One that is cancelled already stays so. Parts
   * of several models are taken back one after the other, those that may begin at any moment first.
   *
   * @param principal who wants that
   * @param approver whether it may approve erasures: then it need not be the one who asked
   * @throws LetheException of kind {@code ERASURE_NOT_FOUND}, {@code ERASURE_NOT_CANCELLABLE} or as
   *     {@link ErasureCoordinator#cancel}
   */
  public SubjectRequest cancel(UUID id, String principal, boolean approver) {
    SubjectRequestState state = reader.state(id);
    if (state.status() != RequestStatus.PENDING && state.status() != RequestStatus.CANCELLED) {
      throw new LetheException(
          ErrorKind.ERASURE_NOT_CANCELLABLE,
          "the subject request is %s; only one that is %s can be cancelled".formatted(
              state.status(), RequestStatus.PENDING),
          Map.of("state", state.status().name()));
    }
    state.erasures()
        .stream()
        // Of a request that is cancelled already some may be completed; of others, none is.
        .filter(part -> part.state() != ErasureState.COMPLETED)
        .sorted(Comparator.comparingInt(SubjectRequests::urgency))
        .forEach(part -> cancelled(part, principal, approver));
    return state.request();
  }

  private static int urgency(Erasure part) {
    return part.state() == ErasureState.RECEIVED ? 0 : 1;
  }

  private void cancelled(Erasure part, String principal, boolean approver) {
    Erasure _ = rooms.erasures().cancel(part.id(), principal, approver);
  }
}
