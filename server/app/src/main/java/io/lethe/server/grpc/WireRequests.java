package io.lethe.server.grpc;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.run.ModelAliases;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.erasure.ErasureFilter;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.erasure.ErasureState;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.recommend.BatchRecommendQuery;
import io.lethe.engine.recommend.Fallback;
import io.lethe.engine.recommend.HistoryQuery;
import io.lethe.engine.recommend.RecommendBounds;
import io.lethe.engine.recommend.RecommendQuery;
import io.lethe.engine.recommend.ScoreQuery;
import io.lethe.engine.recommend.SimilarQuery;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.v1.BatchRecommendRequest;
import io.lethe.v1.Erasure;
import io.lethe.v1.Interactions;
import io.lethe.v1.ListErasuresRequest;
import io.lethe.v1.ReadmitSubjectRequest;
import io.lethe.v1.RecommendForItemsRequest;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.ScoreRequest;
import io.lethe.v1.SearchErasuresRequest;
import io.lethe.v1.SetAliasRequest;
import io.lethe.v1.SimilarItemsRequest;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningMethod;
import io.lethe.v1.WeightedItem;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Requests from the wire; making the engine's records is the validation. Who asks is never read from
 * a request.
 */
final class WireRequests {

  private static final int PRINCIPAL_BYTES_MAX = 128;

  private WireRequests() {}

  static RecommendQuery query(RecommendRequest request) {
    return new RecommendQuery(
        ResourceNames.model("model", request.getModel()), request.getUser(), count(request.getN()),
        request.getExcludeItemsList(), request.getIncludeSeen(),
        fallback(request.getFallback(), request.getFallbackValue()),
        request.getMinErasurePosition(),
        new Narrowing(request.getFilter(), request.getAllowItemsList()), alias(request.getAlias()));
  }

  private static @Nullable AliasName alias(String name) {
    return name.isEmpty() ? null : new AliasName(name);
  }

  /** What an alias is to be; its version must be of its model. */
  static ModelAliases.Wanted alias(ResourceNames.AliasId id, SetAliasRequest request) {
    return new ModelAliases.Wanted(
        id.name(),
        request.getModelVersion().isEmpty() ? null : version(id, request.getModelVersion()),
        request.hasBasisPoints() ? request.getBasisPoints() : null);
  }

  private static long version(ResourceNames.AliasId alias, String name) {
    VersionId version = ResourceNames.version("model_version", name);
    if (!version.model().equals(alias.model())) {
      throw new LetheException(
          ErrorKind.VERSION_NOT_FOUND,
          "%s is no version of %s, whose alias it is to be".formatted(version, alias.model()),
          Map.of("version", version.toString()));
    }
    return version.number();
  }

  static BatchRecommendQuery query(BatchRecommendRequest request) {
    return new BatchRecommendQuery(
        ResourceNames.model("model", request.getModel()), request.getUsersList(),
        count(request.getN()), request.getIncludeSeen(),
        fallback(request.getFallback(), request.getFallbackValue()),
        request.getMinErasurePosition(), new Narrowing(request.getFilter(), List.of()),
        alias(request.getAlias()));
  }

  static ScoreQuery query(ScoreRequest request) {
    return new ScoreQuery(
        ResourceNames.model("model", request.getModel()), request.getUser(), request.getItemsList(),
        request.getMinErasurePosition(), alias(request.getAlias()));
  }

  static HistoryQuery query(RecommendForItemsRequest request) {
    return new HistoryQuery(
        ResourceNames.model("model", request.getModel()),
        request.getItemsList().stream().map(WireRequests::item).toList(), count(request.getN()),
        request.getExcludeItemsList(), request.getIncludeGiven(), request.getMinErasurePosition(),
        new Narrowing(request.getFilter(), request.getAllowItemsList()), alias(request.getAlias()));
  }

  private static HistoryQuery.Item item(WeightedItem item) {
    return new HistoryQuery.Item(
        item.getItem(), item.hasValue() ? item.getValue() : HistoryQuery.Item.VALUE_DEFAULT);
  }

  static SimilarQuery query(SimilarItemsRequest request) {
    return new SimilarQuery(
        ResourceNames.model("model", request.getModel()), request.getItem(), count(request.getN()),
        request.getExcludeItemsList(), request.getMinErasurePosition(),
        new Narrowing(request.getFilter(), request.getAllowItemsList()), alias(request.getAlias()));
  }

  /** A caller that leaves the number out sends 0. */
  private static int count(int n) {
    return n == 0 ? RecommendBounds.ITEMS_DEFAULT : n;
  }

  private static Fallback fallback(io.lethe.v1.Fallback fallback, int number) {
    return switch (fallback) {
      case FALLBACK_UNSPECIFIED, FALLBACK_NONE -> Fallback.NONE;
      case FALLBACK_POPULAR -> Fallback.POPULAR;
      case UNRECOGNIZED -> throw new LetheException(
          ErrorKind.ARGUMENT_INVALID, "fallback %d is not known".formatted(number),
          Map.of("field", "fallback"));
    };
  }

  static ErasureRequest erasure(UnlearnRequest request) {
    return new ErasureRequest(
        ResourceNames.requestId(request.getRequestId()),
        ResourceNames.model("model", request.getModel()), target(request),
        method(request.getMethod(), request.getMethodValue()), CallPrincipal.current().name());
  }

  private static ErasureTarget target(UnlearnRequest request) {
    return switch (request.getTargetCase()) {
      case USER -> new ErasureTarget.User(request.getUser());
      case ITEM -> new ErasureTarget.Item(request.getItem());
      case INTERACTIONS -> pairs(request.getInteractions());
      case TARGET_NOT_SET -> throw new LetheException(
          ErrorKind.TARGET_EMPTY,
          "the request does not say what to forget: a user, an item or interactions");
    };
  }

  static ErasureTarget target(ReadmitSubjectRequest request) {
    return switch (request.getTargetCase()) {
      case USER -> new ErasureTarget.User(request.getUser());
      case ITEM -> new ErasureTarget.Item(request.getItem());
      case INTERACTIONS -> pairs(request.getInteractions());
      case TARGET_NOT_SET -> throw new LetheException(
          ErrorKind.TARGET_EMPTY,
          "the request does not say what counts again: a user, an item or interactions");
    };
  }

  /** What a list is filtered by. */
  static ErasureFilter filter(ListErasuresRequest request) {
    return new ErasureFilter(
        request.getModel().isEmpty() ? null : ResourceNames.model("model", request.getModel()),
        request.getRequestId().isEmpty() ? null : ResourceNames.requestId(request.getRequestId()),
        request.getRequester().isEmpty() ? null : requester(request.getRequester()),
        request.getStatesCount() == 0 ? ErasureFilter.ALL.states() : states(request),
        request.hasDueBefore() ? WireTimes.instant("due_before", request.getDueBefore()) : null,
        null);
  }

  private static String requester(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > PRINCIPAL_BYTES_MAX) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID, "requester is a name of %d bytes; up to %d are allowed"
              .formatted(bytes, PRINCIPAL_BYTES_MAX));
    }
    return name;
  }

  private static Set<ErasureState> states(ListErasuresRequest request) {
    Set<ErasureState> states = EnumSet.noneOf(ErasureState.class);
    for (Erasure.State state : request.getStatesList()) {
      states.add(
          WireErasures.state(state)
              .orElseThrow(
                  () -> new LetheException(
                      ErrorKind.ARGUMENT_INVALID,
                      "states has %s; an accepted erasure's state is allowed".formatted(state))));
    }
    return states;
  }

  /** A filter by model alone. */
  static ErasureFilter filter(String model) {
    return ErasureFilter.of(model.isEmpty() ? null : ResourceNames.model("model", model));
  }

  /** The user or item that a search is about. */
  static ErasureTarget subject(SearchErasuresRequest request) {
    return switch (request.getSubjectCase()) {
      case USER -> new ErasureTarget.User(request.getUser());
      case ITEM -> new ErasureTarget.Item(request.getItem());
      case SUBJECT_NOT_SET -> throw new LetheException(
          ErrorKind.TARGET_EMPTY, "the request does not say whose erasures: a user or an item");
    };
  }

  /** Names the list that a request asks for, and no person: for tokens. */
  static String list(ListErasuresRequest request) {
    return list(request.toBuilder().clearPageSize().clearPageToken().build().toByteArray());
  }

  /** The same of a search. */
  static String list(SearchErasuresRequest request) {
    return list(request.toBuilder().clearPageSize().clearPageToken().build().toByteArray());
  }

  private static String list(byte[] filters) {
    return "erasures " + UUID.nameUUIDFromBytes(filters);
  }

  private static ErasureTarget pairs(Interactions interactions) {
    return new ErasureTarget.Interactions(
        interactions.getInteractionsList()
            .stream()
            .map(each -> new ErasureTarget.Pair(each.getUser(), each.getItem()))
            .toList());
  }

  private static ErasureMethod method(UnlearningMethod method, int number) {
    return switch (method) {
      case UNLEARNING_METHOD_UNSPECIFIED -> ErasureMethod.AUTO;
      case UNLEARNING_METHOD_INFLUENCE -> ErasureMethod.INFLUENCE;
      case UNLEARNING_METHOD_RETRAIN -> ErasureMethod.RETRAIN;
      case UNRECOGNIZED -> throw new LetheException(
          ErrorKind.METHOD_NOT_SUPPORTED, "unlearning method %d is not known".formatted(number),
          Map.of("method", String.valueOf(number)));
    };
  }
}
