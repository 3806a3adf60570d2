package io.lethe.server.grpc;

import com.google.longrunning.Operation;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import io.lethe.engine.alias.run.ModelAliases;
import io.lethe.engine.erasure.run.ErasureCoordinator;
import io.lethe.engine.learning.Learner;
import io.lethe.engine.lifecycle.ModelActivation;
import io.lethe.engine.lifecycle.ModelDirectory;
import io.lethe.engine.lifecycle.ModelRemoval;
import io.lethe.engine.lifecycle.ModelTrainingService;
import io.lethe.engine.lifecycle.TrainingRequest;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelStatus;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.model.VersionListing;
import io.lethe.engine.plugin.PluginCatalog;
import io.lethe.engine.plugin.folder.PluginShelf;
import io.lethe.v1.ActivateVersionRequest;
import io.lethe.v1.Alias;
import io.lethe.v1.DeleteAliasRequest;
import io.lethe.v1.DeleteModelRequest;
import io.lethe.v1.GetModelRequest;
import io.lethe.v1.GetModelVersionRequest;
import io.lethe.v1.ListModelVersionsRequest;
import io.lethe.v1.ListModelVersionsResponse;
import io.lethe.v1.ListModelsRequest;
import io.lethe.v1.ListModelsResponse;
import io.lethe.v1.ListPluginsRequest;
import io.lethe.v1.ListPluginsResponse;
import io.lethe.v1.Model;
import io.lethe.v1.ModelServiceGrpc;
import io.lethe.v1.ModelVersion;
import io.lethe.v1.RebaseVersionRequest;
import io.lethe.v1.ReloadPluginsRequest;
import io.lethe.v1.ReloadPluginsResponse;
import io.lethe.v1.SetAliasRequest;
import io.lethe.v1.TrainModelRequest;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;

/** Models on the wire: translates, and nothing else. */
final class ModelEndpoint extends ModelServiceGrpc.ModelServiceImplBase {

  private final ModelDirectory directory;
  private final ModelActivation activation;
  private final ModelAliases aliases;
  private final ModelTrainingService training;
  private final ModelRemoval removal;
  private final ErasureCoordinator erasures;
  private final Learner learner;
  private final PluginShelf plugins;
  private final TrainingOperations trainings;
  private final TrainingCheck check;
  private final ServingHealth health;

  ModelEndpoint(
      EngineParts parts, TrainingOperations trainings, TrainingCheck check, ServingHealth health) {
    this.directory = parts.directory();
    this.activation = parts.activation();
    this.aliases = parts.aliases();
    this.training = parts.training();
    this.removal = parts.removal();
    this.erasures = parts.erasures();
    this.learner = parts.learner();
    this.plugins = parts.plugins();
    this.trainings = trainings;
    this.check = check;
    this.health = health;
  }

  /** What of the engine this endpoint shows. */
  record EngineParts(
      ModelDirectory directory, ModelActivation activation, ModelAliases aliases,
      ModelTrainingService training, ModelRemoval removal, ErasureCoordinator erasures,
      Learner learner, PluginShelf plugins) {}

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> observer) {
    PageTokens.Page<Map.Entry<ModelName, ModelStatus>> page = new PageTokens("models").page(
        new ArrayList<>(directory.models().entrySet()), request.getPageSize(),
        request.getPageToken());
    ListModelsResponse.Builder response = ListModelsResponse.newBuilder()
        .setNextPageToken(page.nextToken());
    page.rows().forEach(each -> response.addModels(model(each.getKey(), each.getValue())));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<Model> observer) {
    ModelName name = ResourceNames.model("name", request.getName());
    observer.onNext(model(name, directory.model(name)));
    observer.onCompleted();
  }

  private Model model(ModelName name, ModelStatus status) {
    Model.Builder wire = WireModels.model(name, status)
        .setErasurePosition(directory.erasurePosition(name))
        .setPendingErasureCount(erasures.pending(name));
    directory.unlearned(name).ifPresent(wire::setNotLearnedInteractionCount);
    learner.status(name).map(WireModels::learning).ifPresent(wire::setLearning);
    aliases.list(name).forEach(alias -> wire.addAliases(WireModels.alias(name, alias)));
    return wire.build();
  }

  @Override
  public void listModelVersions(
      ListModelVersionsRequest request, StreamObserver<ListModelVersionsResponse> observer) {
    ModelName name = ResourceNames.model("parent", request.getParent());
    PageTokens.Page<VersionListing> page = new PageTokens("versions of " + name)
        .page(directory.versions(name), request.getPageSize(), request.getPageToken());
    ListModelVersionsResponse.Builder response = ListModelVersionsResponse.newBuilder()
        .setNextPageToken(page.nextToken());
    page.rows().forEach(version -> response.addModelVersions(WireModels.version(version)));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void getModelVersion(
      GetModelVersionRequest request, StreamObserver<ModelVersion> observer) {
    VersionId id = ResourceNames.version("name", request.getName());
    observer.onNext(WireModels.version(directory.version(id)));
    observer.onCompleted();
  }

  @Override
  public void trainModel(TrainModelRequest request, StreamObserver<Operation> observer) {
    UUID requestId = ResourceNames.requestId(request.getRequestId());
    TrainingRequest training = new TrainingRequest(
        ResourceNames.model("model", request.getModel()), request.getPlugin(),
        request.getOptionsMap(), request.getSeed(), TrainingRequest.VALIDATION_SHARE,
        !request.getSkipFinalFit(), request.getKeepBeside());
    check.check(training);
    observer.onNext(trainings.begin(requestId, training));
    observer.onCompleted();
  }

  @Override
  public void deleteModel(DeleteModelRequest request, StreamObserver<Empty> observer) {
    removal.delete(ResourceNames.model("name", request.getName()));
    health.refresh();
    observer.onNext(Empty.getDefaultInstance());
    observer.onCompleted();
  }

  @Override
  public void activateVersion(
      ActivateVersionRequest request, StreamObserver<ModelVersion> observer) {
    VersionId id = ResourceNames.version("name", request.getName());
    ModelVersion answers = answering(activation.activate(id));
    health.refresh();
    observer.onNext(answers);
    observer.onCompleted();
  }

  @Override
  public void rebaseVersion(RebaseVersionRequest request, StreamObserver<ModelVersion> observer) {
    VersionId id = ResourceNames.version("name", request.getName());
    ModelVersion answers = answering(training.rebase(id));
    health.refresh();
    observer.onNext(answers);
    observer.onCompleted();
  }

  @Override
  public void setAlias(SetAliasRequest request, StreamObserver<Alias> observer) {
    ResourceNames.AliasId id = ResourceNames.alias("name", request.getName());
    ModelAliases.Listed alias = aliases.set(id.model(), WireRequests.alias(id, request));
    observer.onNext(WireModels.alias(id.model(), alias));
    observer.onCompleted();
  }

  @Override
  public void deleteAlias(DeleteAliasRequest request, StreamObserver<Empty> observer) {
    ResourceNames.AliasId id = ResourceNames.alias("name", request.getName());
    aliases.delete(id.model(), id.name());
    observer.onNext(Empty.getDefaultInstance());
    observer.onCompleted();
  }

  @Override
  public void listPlugins(
      ListPluginsRequest request, StreamObserver<ListPluginsResponse> observer) {
    ListPluginsResponse.Builder response = ListPluginsResponse.newBuilder();
    PluginCatalog catalog = plugins.catalog();
    catalog.plugins().forEach(plugin -> response.addPlugins(WireModels.plugin(plugin)));
    catalog.failures().forEach(failure -> response.addPlugins(WireModels.plugin(failure)));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void reloadPlugins(
      ReloadPluginsRequest request, StreamObserver<ReloadPluginsResponse> observer) {
    ReloadPluginsResponse.Builder response = ReloadPluginsResponse.newBuilder();
    plugins.reload().forEach(change -> response.addChanges(WireModels.change(change)));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  private ModelVersion answering(io.lethe.engine.model.ModelVersion version) {
    return WireModels.version(version, directory.trainingOf(version.id()));
  }
}
