package io.lethe.server.grpc;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningMethod;
import java.util.List;
import java.util.Map;

/**
 * Requests from the wire; making the engine's records is the validation. Who asks is never read from
 * a request.
 */
final class WireRequests {

  private WireRequests() {}

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
      case INTERACTIONS -> new ErasureTarget.Interactions(pairs(request));
      case TARGET_NOT_SET -> throw new LetheException(
          ErrorKind.TARGET_EMPTY,
          "the request does not say what to forget: a user, an item or interactions");
    };
  }

  private static List<ErasureTarget.Pair> pairs(UnlearnRequest request) {
    return request.getInteractions()
        .getInteractionsList()
        .stream()
        .map(each -> new ErasureTarget.Pair(each.getUser(), each.getItem()))
        .toList();
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
