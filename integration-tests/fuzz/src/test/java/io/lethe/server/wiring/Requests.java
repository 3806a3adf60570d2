package io.lethe.server.wiring;

import com.google.longrunning.CancelOperationRequest;
import com.google.longrunning.DeleteOperationRequest;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.MessageLite;
import io.grpc.health.v1.HealthCheckRequest;
import io.lethe.v1.ActivateVersionRequest;
import io.lethe.v1.ApproveErasureRequest;
import io.lethe.v1.AttributeValue;
import io.lethe.v1.BatchRecommendRequest;
import io.lethe.v1.CancelErasureRequest;
import io.lethe.v1.CatalogItem;
import io.lethe.v1.DeleteAliasRequest;
import io.lethe.v1.DeleteItemsRequest;
import io.lethe.v1.Fallback;
import io.lethe.v1.GetErasureRequest;
import io.lethe.v1.GetItemRequest;
import io.lethe.v1.GetModelRequest;
import io.lethe.v1.GetModelVersionRequest;
import io.lethe.v1.GetReceiptRequest;
import io.lethe.v1.Interaction;
import io.lethe.v1.Interactions;
import io.lethe.v1.ListErasuresRequest;
import io.lethe.v1.ListItemsRequest;
import io.lethe.v1.ListModelVersionsRequest;
import io.lethe.v1.ListModelsRequest;
import io.lethe.v1.ListPluginsRequest;
import io.lethe.v1.ReadmitSubjectRequest;
import io.lethe.v1.RebaseVersionRequest;
import io.lethe.v1.RecommendForItemsRequest;
import io.lethe.v1.RecommendRequest;
import io.lethe.v1.ReloadPluginsRequest;
import io.lethe.v1.ScoreRequest;
import io.lethe.v1.SetAliasRequest;
import io.lethe.v1.SimilarItemsRequest;
import io.lethe.v1.TrainModelRequest;
import io.lethe.v1.UnlearnRequest;
import io.lethe.v1.UnlearningMethod;
import io.lethe.v1.UpdateItemsRequest;
import io.lethe.v1.WeightedItem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Good requests, by the full name of their method: what a fuzzer begins from. */
final class Requests {

  private static final String VERSION = SmallServer.MODEL + "/versions/1";
  private static final String ALIAS = SmallServer.MODEL + "/aliases/canary";
  private static final String ERASURE = "erasures/5d3c2f2e-8f0a-4d3b-9a3e-0d8f6f1c2b3a";
  private static final String OPERATION = "operations/5d3c2f2e-8f0a-4d3b-9a3e-0d8f6f1c2b3a";

  private Requests() {}

  static Map<String, List<MessageLite>> all() {
    Map<String, List<MessageLite>> all = new TreeMap<>();
    recommendations(all);
    catalogs(all);
    models(all);
    erasures(all);
    operations(all);
    all.put("grpc.health.v1.Health/Check", List.of(HealthCheckRequest.getDefaultInstance()));
    return all;
  }

  private static void recommendations(Map<String, List<MessageLite>> all) {
    String service = "lethe.v1.RecommendationService/";
    all.put(
        service + "Recommend",
        List.of(
            RecommendRequest.newBuilder()
                .setModel(SmallServer.MODEL)
                .setUser(SmallServer.user(1))
                .setN(5)
                .addExcludeItems(SmallServer.item(2))
                .setFilter("'tea' in categories && attributes.price < 20")
                .addAllowItems(SmallServer.item(3))
                .setIncludeSeen(true)
                .setMinErasurePosition(0)
                .build()));
    all.put(
        service + "BatchRecommend",
        List.of(
            BatchRecommendRequest.newBuilder()
                .setModel(SmallServer.MODEL)
                .addUsers(SmallServer.user(2))
                .addUsers(SmallServer.user(3))
                .setN(3)
                .setMinErasurePosition(1)
                .setFallback(Fallback.FALLBACK_POPULAR)
                .build()));
    all.put(
        service + "Score",
        List.of(
            ScoreRequest.newBuilder()
                .setModel(SmallServer.MODEL)
                .setUser(SmallServer.user(4))
                .addItems(SmallServer.item(1))
                .build()));
    all.put(
        service + "RecommendForItems",
        List.of(
            RecommendForItemsRequest.newBuilder()
                .setModel(SmallServer.MODEL)
                .addItems(WeightedItem.newBuilder().setItem(SmallServer.item(1)).setValue(4))
                .addItems(WeightedItem.newBuilder().setItem(SmallServer.item(2)))
                .addExcludeItems(SmallServer.item(3))
                .setIncludeGiven(true)
                .build()));
    all.put(
        service + "SimilarItems",
        List.of(
            SimilarItemsRequest.newBuilder()
                .setModel(SmallServer.MODEL)
                .setItem(SmallServer.item(1))
                .setN(3)
                .build()));
  }

  private static void catalogs(Map<String, List<MessageLite>> all) {
    String service = "lethe.v1.CatalogService/";
    all.put(
        service + "UpdateItems",
        List.of(
            UpdateItemsRequest.newBuilder()
                .setModel(SmallServer.MODEL)
                .addItems(
                    CatalogItem.newBuilder()
                        .setItem(SmallServer.item(3))
                        .addCategories("tea")
                        .putAttributes("price", AttributeValue.newBuilder().setNumber(12.5).build())
                        .setAvailable(true))
                .build()));
    all.put(
        service + "DeleteItems",
        List.of(
            DeleteItemsRequest.newBuilder()
                .setModel(SmallServer.MODEL)
                .addItems(SmallServer.item(4))
                .build()));
    all.put(
        service + "GetItem",
        List.of(
            GetItemRequest.newBuilder()
                .setModel(SmallServer.MODEL)
                .setItem(SmallServer.item(3))
                .build()));
    all.put(
        service + "ListItems",
        List.of(ListItemsRequest.newBuilder().setModel(SmallServer.MODEL).setPageSize(2).build()));
  }

  private static void models(Map<String, List<MessageLite>> all) {
    String service = "lethe.v1.ModelService/";
    all.put(
        service + "ListModels",
        List.of(
            ListModelsRequest.getDefaultInstance(),
            ListModelsRequest.newBuilder().setPageSize(1).setPageToken("AAAA").build()));
    all.put(
        service + "GetModel",
        List.of(GetModelRequest.newBuilder().setName(SmallServer.MODEL).build()));
    all.put(
        service + "ListModelVersions",
        List.of(ListModelVersionsRequest.newBuilder().setParent(SmallServer.MODEL).build()));
    all.put(
        service + "GetModelVersion",
        List.of(GetModelVersionRequest.newBuilder().setName(VERSION).build()));
    all.put(
        service + "ActivateVersion",
        List.of(ActivateVersionRequest.newBuilder().setName(VERSION).build()));
    all.put(
        service + "RebaseVersion",
        List.of(RebaseVersionRequest.newBuilder().setName(VERSION).build()));
    all.put(service + "ListPlugins", List.of(ListPluginsRequest.getDefaultInstance()));
    all.put(service + "ReloadPlugins", List.of(ReloadPluginsRequest.getDefaultInstance()));
    all.put(
        service + "SetAlias",
        List.of(
            SetAliasRequest.newBuilder()
                .setName(ALIAS)
                .setModelVersion(VERSION)
                .setBasisPoints(2_500)
                .build(),
            SetAliasRequest.newBuilder().setName(ALIAS).build()));
    all.put(
        service + "DeleteAlias", List.of(DeleteAliasRequest.newBuilder().setName(ALIAS).build()));
    all.put(
        service + "TrainModel",
        List.of(
            TrainModelRequest.newBuilder()
                .setModel(SmallServer.MODEL)
                .setPlugin("mf")
                .putOptions("epochs-max", "1")
                .putOptions("factors", "2")
                .setSeed(3)
                .setRequestId("0f0f7c5e-3f1e-4a4e-9d51-1f4f6a1c2b3a")
                .build()));
  }

  private static void erasures(Map<String, List<MessageLite>> all) {
    String service = "lethe.v1.UnlearningService/";
    UnlearnRequest user = UnlearnRequest.newBuilder()
        .setModel(SmallServer.MODEL)
        .setUser(SmallServer.user(5))
        .setRequestId("7d1c7a5e-6f1e-4c4e-8d51-2f4f6a1c2b3a")
        .build();
    UnlearnRequest pairs = user.toBuilder()
        .setInteractions(
            Interactions.newBuilder()
                .addInteractions(
                    Interaction.newBuilder()
                        .setUser(SmallServer.user(6))
                        .setItem(SmallServer.item(6))))
        .setMethod(UnlearningMethod.UNLEARNING_METHOD_INFLUENCE)
        .setRequestId("8d1c7a5e-6f1e-4c4e-8d51-2f4f6a1c2b3a")
        .build();
    all.put(
        service + "Unlearn", List.of(user, pairs, user.toBuilder().setValidateOnly(true).build()));
    all.put(
        service + "ReadmitSubject",
        List.of(
            ReadmitSubjectRequest.newBuilder()
                .setModel(SmallServer.MODEL)
                .setUser(SmallServer.user(5))
                .build()));
    all.put(
        service + "GetErasure", List.of(GetErasureRequest.newBuilder().setName(ERASURE).build()));
    all.put(
        service + "ListErasures",
        List.of(ListErasuresRequest.newBuilder().setModel(SmallServer.MODEL).build()));
    all.put(
        service + "ApproveErasure",
        List.of(ApproveErasureRequest.newBuilder().setName(ERASURE).build()));
    all.put(
        service + "CancelErasure",
        List.of(CancelErasureRequest.newBuilder().setName(ERASURE).build()));
    all.put(
        service + "GetReceipt",
        List.of(GetReceiptRequest.newBuilder().setName(ERASURE + "/receipt").build()));
  }

  private static void operations(Map<String, List<MessageLite>> all) {
    String service = "google.longrunning.Operations/";
    all.put(
        service + "GetOperation",
        List.of(GetOperationRequest.newBuilder().setName(OPERATION).build()));
    all.put(
        service + "ListOperations",
        List.of(ListOperationsRequest.newBuilder().setPageSize(3).build()));
    all.put(
        service + "WaitOperation",
        List.of(WaitOperationRequest.newBuilder().setName(OPERATION).build()));
    all.put(
        service + "CancelOperation",
        List.of(CancelOperationRequest.newBuilder().setName(OPERATION).build()));
    all.put(
        service + "DeleteOperation",
        List.of(DeleteOperationRequest.newBuilder().setName(OPERATION).build()));
  }
}
