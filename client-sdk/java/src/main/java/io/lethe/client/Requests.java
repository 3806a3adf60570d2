package io.lethe.client;

import io.lethe.v1.BatchRecommendRequest;
import io.lethe.v1.DeleteAliasRequest;
import io.lethe.v1.Interaction;
import io.lethe.v1.Interactions;
import io.lethe.v1.ReadmitSubjectRequest;
import io.lethe.v1.RecommendForItemsRequest;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.ScoreRequest;
import io.lethe.v1.SetAliasRequest;
import io.lethe.v1.SimilarItemsRequest;
import io.lethe.v1.TrainModelRequest;
import io.lethe.v1.UnlearnRequest;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** From our values to messages. */
final class Requests {

  private Requests() {}

  static String modelName(String model) {
    return "models/" + model;
  }

  static RecommendRequest recommend(RecommendQuery query, Calls calls) {
    return RecommendRequest.newBuilder()
        .setModel(modelName(query.model()))
        .setAlias(calls.alias())
        .setUser(query.user())
        .setN(query.n())
        .addAllExcludeItems(query.excludeItems())
        .setIncludeSeen(query.includeSeen())
        .setMinErasurePosition(calls.own().position(query.model(), query.minErasurePosition()))
        .setFallback(fallback(query.fallback()))
        .setFilter(query.filter())
        .addAllAllowItems(query.allowItems())
        .setBecause(query.because())
        .build();
  }

  static RecommendForItemsRequest forItems(ItemsQuery query, Calls calls) {
    RecommendForItemsRequest.Builder message = RecommendForItemsRequest.newBuilder()
        .setModel(modelName(query.model()))
        .setAlias(calls.alias())
        .setN(query.n())
        .addAllExcludeItems(query.excludeItems())
        .setIncludeGiven(query.includeGiven())
        .setMinErasurePosition(calls.own().position(query.model(), query.minErasurePosition()))
        .setFilter(query.filter())
        .addAllAllowItems(query.allowItems());
    for (WeightedItem item : query.items()) {
      message.addItems(
          io.lethe.v1.WeightedItem.newBuilder().setItem(item.item()).setValue(item.value()));
    }
    return message.build();
  }

  static SimilarItemsRequest similar(SimilarItemsQuery query, Calls calls) {
    return SimilarItemsRequest.newBuilder()
        .setModel(modelName(query.model()))
        .setAlias(calls.alias())
        .setItem(query.item())
        .setN(query.n())
        .addAllExcludeItems(query.excludeItems())
        .setMinErasurePosition(calls.own().position(query.model(), query.minErasurePosition()))
        .setFilter(query.filter())
        .addAllAllowItems(query.allowItems())
        .build();
  }

  static BatchRecommendRequest batch(
      String model, List<String> users, int n, Fallback fallback, String filter, Calls calls) {
    return BatchRecommendRequest.newBuilder()
        .setModel(modelName(model))
        .setAlias(calls.alias())
        .addAllUsers(users)
        .setN(n)
        .setMinErasurePosition(calls.own().position(model, 0))
        .setFallback(fallback(fallback))
        .setFilter(filter)
        .build();
  }

  static ScoreRequest score(String model, String user, List<String> items, Calls calls) {
    return ScoreRequest.newBuilder()
        .setModel(modelName(model))
        .setAlias(calls.alias())
        .setUser(user)
        .addAllItems(items)
        .setMinErasurePosition(calls.own().position(model, 0))
        .build();
  }

  private static String aliasName(String model, String alias) {
    return modelName(model) + "/aliases/" + alias;
  }

  static SetAliasRequest setAlias(
      String model, String alias, OptionalLong version, OptionalInt basisPoints) {
    SetAliasRequest.Builder message = SetAliasRequest.newBuilder().setName(aliasName(model, alias));
    version.ifPresent(number -> message.setModelVersion(new VersionName(model, number).toString()));
    basisPoints.ifPresent(message::setBasisPoints);
    return message.build();
  }

  static DeleteAliasRequest deleteAlias(String model, String alias) {
    return DeleteAliasRequest.newBuilder().setName(aliasName(model, alias)).build();
  }

  static TrainModelRequest train(TrainingRequest request) {
    return TrainModelRequest.newBuilder()
        .setModel(modelName(request.model()))
        .setPlugin(request.plugin())
        .putAllOptions(request.options())
        .setSeed(request.seed())
        .setSkipFinalFit(!request.finalFit())
        .setKeepBeside(request.beside())
        .setRequestId(request.requestId().toString())
        .build();
  }

  static UnlearnRequest unlearn(ErasureRequest request, boolean validateOnly) {
    UnlearnRequest.Builder message = UnlearnRequest.newBuilder()
        .setModel(modelName(request.model()))
        .setMethod(method(request.method()))
        .setRequestId(request.requestId().toString())
        .setValidateOnly(validateOnly);
    ForgetTarget target = request.target();
    if (target instanceof ForgetTarget.User user) {
      message.setUser(user.user());
    } else if (target instanceof ForgetTarget.Item item) {
      message.setItem(item.item());
    } else if (target instanceof ForgetTarget.Interactions several) {
      message.setInteractions(interactions(several));
    }
    return message.build();
  }

  static ReadmitSubjectRequest readmit(String model, ForgetTarget target) {
    ReadmitSubjectRequest.Builder message = ReadmitSubjectRequest.newBuilder()
        .setModel(modelName(model));
    if (target instanceof ForgetTarget.User user) {
      message.setUser(user.user());
    } else if (target instanceof ForgetTarget.Item item) {
      message.setItem(item.item());
    } else if (target instanceof ForgetTarget.Interactions several) {
      message.setInteractions(interactions(several));
    }
    return message.build();
  }

  private static Interactions interactions(ForgetTarget.Interactions several) {
    Interactions.Builder message = Interactions.newBuilder();
    for (ForgetTarget.Interaction one : several.interactions()) {
      message.addInteractions(Interaction.newBuilder().setUser(one.user()).setItem(one.item()));
    }
    return message.build();
  }

  private static io.lethe.v1.Fallback fallback(Fallback fallback) {
    return switch (fallback) {
      case NONE -> io.lethe.v1.Fallback.FALLBACK_NONE;
      case POPULAR -> io.lethe.v1.Fallback.FALLBACK_POPULAR;
    };
  }

  private static io.lethe.v1.UnlearningMethod method(UnlearningMethod method) {
    return switch (method) {
      case SERVER_CHOICE -> io.lethe.v1.UnlearningMethod.UNLEARNING_METHOD_UNSPECIFIED;
      case INFLUENCE -> io.lethe.v1.UnlearningMethod.UNLEARNING_METHOD_INFLUENCE;
      case RETRAIN -> io.lethe.v1.UnlearningMethod.UNLEARNING_METHOD_RETRAIN;
    };
  }
}
