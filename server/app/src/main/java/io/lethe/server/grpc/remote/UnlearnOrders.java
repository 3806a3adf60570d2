package io.lethe.server.grpc.remote;

import io.lethe.engine.erasure.ErasureMethod;
import io.lethe.engine.erasure.ErasureRequest;
import io.lethe.engine.subject.ErasureTarget;
import io.lethe.v1.Interaction;
import io.lethe.v1.Interactions;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningMethod;

/** Requests to forget, on their way to the wire. */
final class UnlearnOrders {

  private UnlearnOrders() {}

  static UnlearnRequest toWire(ErasureRequest request, boolean validateOnly) {
    UnlearnRequest.Builder wire = UnlearnRequest.newBuilder()
        .setModel("models/" + request.model())
        .setMethod(method(request.method()))
        .setRequestId(request.requestId().toString())
        .setValidateOnly(validateOnly);
    switch (request.target()) {
      case ErasureTarget.User(String user) -> wire.setUser(user);
      case ErasureTarget.Item(String item) -> wire.setItem(item);
      case ErasureTarget.Interactions some -> wire.setInteractions(interactions(some));
    }
    return wire.build();
  }

  private static Interactions interactions(ErasureTarget.Interactions some) {
    Interactions.Builder wire = Interactions.newBuilder();
    for (ErasureTarget.Pair pair : some.pairs()) {
      wire.addInteractions(Interaction.newBuilder().setUser(pair.user()).setItem(pair.item()));
    }
    return wire.build();
  }

  private static UnlearningMethod method(ErasureMethod method) {
    return switch (method) {
      case AUTO -> UnlearningMethod.UNLEARNING_METHOD_UNSPECIFIED;
      case INFLUENCE -> UnlearningMethod.UNLEARNING_METHOD_INFLUENCE;
      case RETRAIN -> UnlearningMethod.UNLEARNING_METHOD_RETRAIN;
    };
  }
}
