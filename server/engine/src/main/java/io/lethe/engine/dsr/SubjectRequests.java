package io.lethe.engine.dsr;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.Erasure;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.erasure.InteractionLog;
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
import org.jspecify.annotations.Nullable;

/**
 * Carries out data subject requests as erasures. A request is accepted in two durable steps: first
 * its erasures, whose request ids follow from the subject request's, then the record of them.
 * Whoever got no answer asks again and finds what was done. Thread-safe.
 */
public final class SubjectRequests {

  private static final int LOCKS = 64;
  /** A model without a version, and one whose version cannot be loaded. */
  private static final Set<ErrorKind> UNSERVED = Set
      .of(ErrorKind.MODEL_NOT_FOUND, ErrorKind.MODEL_NOT_READY);

  private final Rooms rooms;
  private final InstantSource clock;
  private final List<ModelName> models;
  private final SubjectRequestReader reader;
  private final List<Object> locks = IntStream.range(0, LOCKS).mapToObj(k -> new Object()).toList();

  /** What it works with. */
  public record Rooms(
      ErasureCoordinator erasures, ModelDirectory directory, InteractionLog log,
      SubjectRequestLedger ledger, SubjectDigests digests, StatusCallbacks callbacks) {}

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
   * Erases a person from every model that knows them, once: the same id with the same payload gives
   * the same request at any later time. A person whom no model knows has been erased already: such
   * a request is completed.
   *
   * @throws LetheException of kind {@code REQUEST_ID_REUSED} (same id, other payload or
   *     controller), {@code MODEL_NOT_READY} if a model holds interactions of the person and cannot
   *     erase them now, or as {@link ErasureCoordinator#accept}; then nothing was accepted, or a
   *     part that a repeat of the same request takes up
   */
  public SubjectRequest accept(SubjectRequestOrder order) {
    String digest = rooms.digests().payload(order.payload());
    synchronized (locks.get(Math.floorMod(order.id().hashCode(), LOCKS))) {
      Optional<SubjectRequest> known = rooms.ledger().find(order.id());
      if (known.isPresent()) {
        return same(known.get(), digest);
      }
      return fresh(order, digest);
    }
  }

  private SubjectRequest fresh(SubjectRequestOrder order, String digest) {
    List<StatusCallback> callbacks = callbacks(order);
    rooms.callbacks().takeRoom(callbacks.size());
    boolean accepted = false;
    try {
      Instant received = clock.instant();
      List<Erasure> parts = erase(order);
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

  private List<Erasure> erase(SubjectRequestOrder order) {
    List<Erasure> parts = new ArrayList<>();
    Set<ModelName> known = rooms.directory().models().keySet();
    for (ModelName model : models.isEmpty() ? known : models) {
      if (!known.contains(model)) {
        throw notReady(model, "of data subject requests does not exist", null);
      }
      for (int k = 0; k < order.users().size(); k++) {
        erase(order, model, k).ifPresent(parts::add);
      }
    }
    return parts;
  }

  private Optional<Erasure> erase(SubjectRequestOrder order, ModelName model, int identity) {
    ErasureRequest request = new ErasureRequest(
        PartIds.of(order.id(), model, identity), model,
        new ErasureTarget.User(order.users().get(identity)), ErasureMethod.AUTO,
        order.controller());
    try {
      return Optional.of(rooms.erasures().accept(request));
    } catch (LetheException refused) {
      boolean unserved = UNSERVED.contains(refused.kind());
      if (refused.kind() == ErrorKind.USER_NOT_FOUND || (unserved && !isInLog(request))) {
        return Optional.empty();
      }
      throw unserved ? notReady(model, "cannot erase now", refused) : refused;
    }
  }

  /** A model that cannot erase now stands in nobody's way whom it never saw. */
  private boolean isInLog(ErasureRequest request) {
    return rooms.log().count(request.model(), request.target()) > 0;
  }

  private static LetheException notReady(
      ModelName model, String why, @Nullable LetheException cause) {
    return new LetheException(
        ErrorKind.MODEL_NOT_READY, "the model %s %s".formatted(model, why),
        Map.of("model", model.value()), cause);
  }

  /**
   * A request as it is now.
   *
   * @throws LetheException of kind {@code ERASURE_NOT_FOUND}
   */
  public SubjectRequestState state(UUID id) {
    return reader.state(id);
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
