import { type ChannelCredentials, Client, type Interceptor } from "@grpc/grpc-js";
import { present, unpack } from "./any.js";
import { type CallOptions, Calls } from "./calls.js";
import type { ClientOptions, Scores, StubClass } from "./client-types.js";
import { ErasureHandle } from "./erasure-handle.js";
import { underRequestId } from "./errors.js";
import {
  type CatalogItem,
  CatalogServiceService as Catalogs,
  type UpdateItemsResponse,
} from "./generated/lethe/v1/catalog_service.js";
import { Erasure, type UnlearnPlan } from "./generated/lethe/v1/erasure.js";
import type { Alias, Model, ModelVersion } from "./generated/lethe/v1/model.js";
import {
  ModelServiceService as Models,
  type PluginChange,
} from "./generated/lethe/v1/model_service.js";
import {
  type BatchRecommendResponse,
  type RecommendForItemsResponse,
  RecommendationServiceService as Recommending,
  type RecommendResponse,
  type SimilarItemsResponse,
} from "./generated/lethe/v1/recommendation_service.js";
import {
  UnlearningServiceService as Unlearning,
  UnlearnMetadata,
} from "./generated/lethe/v1/unlearning_service.js";
import { InteractionCalls } from "./interaction-calls.js";
import { OwnErasures } from "./own-erasures.js";
import { pages } from "./pages.js";
import {
  type AliasChange,
  aliasName,
  type BatchRecommendQuery,
  batchRequest,
  type CatalogEntry,
  type CatalogField,
  deleteItemsRequest,
  type ErasureFilter,
  type ErasureRequest,
  type ForgetTarget,
  type ItemsQuery,
  itemsRequest,
  listErasuresRequest,
  modelName,
  type RecommendQuery,
  readmitRequest,
  recommendRequest,
  type ScoreQuery,
  type SimilarItemsQuery,
  scoreRequest,
  setAliasRequest,
  similarRequest,
  type TrainingRequest,
  trainRequest,
  unlearnRequest,
  updateItemsRequest,
} from "./requests.js";
import { TrainingHandle } from "./training-handle.js";
import { channelCredentials, channelOptions, tokenInterceptors } from "./transport.js";

/**
 * A Lethe server, called from Node. Make one and keep it; it connects with its first call.
 *
 * Every call has a deadline and is retried while the server is unavailable and time is left;
 * nothing is done twice by that. A call that fails rejects with a `LetheError`. Models go by their
 * id, such as `movies`, in what you pass, and by their resource name, `models/movies`, in what
 * comes back; all else goes by its name.
 */
export class LetheClient extends InteractionCalls {
  readonly #target: string;
  readonly #credentials: ChannelCredentials;
  readonly #interceptors: Interceptor[];
  readonly #client: Client;
  readonly #calls: Calls;
  readonly #own: OwnErasures;

  /**
   * @param target `host:port`, or any gRPC target
   * @throws TypeError if a token would cross the network readable, or how to connect is said in two
   *     ways
   */
  constructor(target: string, options: ClientOptions = {}) {
    const credentials = channelCredentials(target, options);
    const interceptors = tokenInterceptors(options.token);
    const client = new Client(target, credentials, { ...channelOptions(target), interceptors });
    const calls = new Calls(client, options.deadlineMillis);
    super(calls);
    this.#target = target;
    this.#credentials = credentials;
    this.#interceptors = interceptors;
    this.#client = client;
    this.#calls = calls;
    this.#own = new OwnErasures(options.readYourErasures ?? true);
  }

  /** The best items for a user, best first. */
  async recommend(query: RecommendQuery, options?: CallOptions): Promise<RecommendResponse> {
    return this.#calls.unary(Recommending.recommend, recommendRequest(query, this.#own), options);
  }

  /** The best items for each of several users, all by the same version. */
  async batchRecommend(
    query: BatchRecommendQuery,
    options?: CallOptions,
  ): Promise<BatchRecommendResponse> {
    return this.#calls.unary(Recommending.batchRecommend, batchRequest(query, this.#own), options);
  }

  /** The scores of items for a user. */
  async score(query: ScoreQuery, options?: CallOptions): Promise<Scores> {
    const request = scoreRequest(query, this.#own);
    const answer = await this.#calls.unary(Recommending.score, request, options);
    return { ...answer, scores: answer.scores.map(({ score }) => score ?? null) };
  }

  /**
   * The best items for a history, best first: a session, a visitor without an account. Nothing is
   * stored.
   *
   * @throws LetheError with reason `HISTORY_NOT_SUPPORTED` if the model's family cannot be asked so,
   *     `ITEM_NOT_FOUND` if it knows no item of the history
   */
  async recommendForItems(
    query: ItemsQuery,
    options?: CallOptions,
  ): Promise<RecommendForItemsResponse> {
    const request = itemsRequest(query, this.#own);
    return this.#calls.unary(Recommending.recommendForItems, request, options);
  }

  /**
   * The items that go with an item, best first: what the model recommends to a user of whom it knows
   * this one interaction. Fails as `recommendForItems` does.
   */
  async similarItems(
    query: SimilarItemsQuery,
    options?: CallOptions,
  ): Promise<SimilarItemsResponse> {
    const request = similarRequest(query, this.#own);
    return this.#calls.unary(Recommending.similarItems, request, options);
  }

  /**
   * Puts 1 to 10000 entries into the catalogue of a model, existing or not: all of them or none. Of an
   * item that is there twice the last one counts; one is available unless it says otherwise. When this
   * resolves, they are on the server's disk, and answers know them; sending them again changes nothing.
   * A catalogue must hold no person's data. Needs the role `ingest`.
   *
   * @param fields the only ones that change; whole entries unless set
   */
  async updateItems(
    model: string,
    items: readonly CatalogEntry[],
    options?: CallOptions & { fields?: readonly CatalogField[] },
  ): Promise<UpdateItemsResponse> {
    const request = updateItemsRequest(model, items, options?.fields);
    return this.#calls.unary(Catalogs.updateItems, request, options);
  }

  /**
   * Takes 1 to 10000 entries out of the catalogue of a model, and tells how many there were. Their
   * items count as available then. Needs the role `ingest`.
   */
  async deleteItems(
    model: string,
    items: readonly string[],
    options?: CallOptions,
  ): Promise<number> {
    const request = deleteItemsRequest(model, items);
    return (await this.#calls.unary(Catalogs.deleteItems, request, options)).deleted;
  }

  /** The entry of an item; `ITEM_NOT_FOUND` if it has none. */
  async item(model: string, item: string, options?: CallOptions): Promise<CatalogItem> {
    const request = { model: modelName(model), item };
    const { item: entry } = await this.#calls.unary(Catalogs.getItem, request, options);
    return present(entry, "entry");
  }

  /**
   * The catalogue of a model, in the order in which its items came in; pages are fetched as the list is
   * read.
   *
   * @param options for each page
   */
  items(model: string, options?: CallOptions): AsyncGenerator<CatalogItem, void> {
    return pages(async (pageToken) => {
      const request = { model: modelName(model), pageSize: 0, pageToken };
      return this.#calls.unary(Catalogs.listItems, request, options);
    });
  }

  /** What a request to forget would do. Changes nothing and does not use the request's id up. */
  async plan(request: ErasureRequest, options?: CallOptions): Promise<UnlearnPlan> {
    const message = unlearnRequest(request, true);
    const operation = await this.#calls.unary(Unlearning.unlearn, message, options);
    const { plan } = unpack(operation.response, "Erasure", Erasure);
    return present(plan, "plan");
  }

  /**
   * Has a model forget. When this resolves, the request is on the server's disk and what it names
   * is no longer served; `ErasureHandle.wait` waits for the rest. A `LetheError` has the
   * `requestId` to send the request again under.
   */
  async unlearn(request: ErasureRequest, options?: CallOptions): Promise<ErasureHandle> {
    const message = unlearnRequest(request, false);
    return underRequestId(message.requestId, async () => {
      const operation = await this.#calls.unary(Unlearning.unlearn, message, options);
      const { erasure } = unpack(operation.metadata, "UnlearnMetadata", UnlearnMetadata);
      return new ErasureHandle(this.#calls, this.#own, erasure, message.requestId);
    });
  }

  /** Lets what was erased count again from now on, nothing earlier; resolves to how much does. */
  async readmit(model: string, target: ForgetTarget, options?: CallOptions): Promise<number> {
    const request = readmitRequest(model, target);
    const answer = await this.#calls.unary(Unlearning.readmitSubject, request, options);
    return answer.readmittedCount;
  }

  /** An erasure that was accepted before, by the name its handle had. */
  erasure(name: string): ErasureHandle {
    return new ErasureHandle(this.#calls, this.#own, name);
  }

  /**
   * Erasures, the latest accepted first; pages are fetched as the list is read.
   *
   * @param filter what all of them have in common; all erasures without it
   * @param options for each page
   */
  erasures(filter: ErasureFilter = {}, options?: CallOptions): AsyncGenerator<Erasure, void> {
    const wanted = listErasuresRequest(filter);
    return pages(async (pageToken) => {
      const request = { ...wanted, pageToken };
      const page = await this.#calls.unary(Unlearning.listErasures, request, options);
      return { items: page.erasures, nextPageToken: page.nextPageToken };
    });
  }

  /**
   * The erasures of one user or item, the latest accepted first, found also after it is gone. Needs
   * the role `audit`.
   *
   * @param subject a user or an item; erasures of single interactions are not found
   * @param options for each page
   */
  erasuresOf(
    subject: { user: string } | { item: string },
    options?: CallOptions,
  ): AsyncGenerator<Erasure, void> {
    return pages(async (pageToken) => {
      const request = { ...subject, model: "", pageSize: 0, pageToken };
      const page = await this.#calls.unary(Unlearning.searchErasures, request, options);
      return { items: page.erasures, nextPageToken: page.nextPageToken };
    });
  }

  /** The models, by name; pages are fetched as the list is read. */
  models(options?: CallOptions): AsyncGenerator<Model, void> {
    return pages(async (pageToken) => {
      const request = { pageSize: 0, pageToken };
      const page = await this.#calls.unary(Models.listModels, request, options);
      return { items: page.models, nextPageToken: page.nextPageToken };
    });
  }

  /** One model. */
  async model(model: string, options?: CallOptions): Promise<Model> {
    return this.#calls.unary(Models.getModel, { name: modelName(model) }, options);
  }

  /** The versions of a model, newest first; pages are fetched as the list is read. */
  versions(model: string, options?: CallOptions): AsyncGenerator<ModelVersion, void> {
    return pages(async (pageToken) => {
      const request = { parent: modelName(model), pageSize: 0, pageToken };
      const page = await this.#calls.unary(Models.listModelVersions, request, options);
      return { items: page.modelVersions, nextPageToken: page.nextPageToken };
    });
  }

  /** One version, by its name `models/{model}/versions/{version}`. */
  async version(name: string, options?: CallOptions): Promise<ModelVersion> {
    return this.#calls.unary(Models.getModelVersion, { name }, options);
  }

  /** Makes a version the one that answers, unless it holds erased data. */
  async activate(name: string, options?: CallOptions): Promise<ModelVersion> {
    return this.#calls.unary(Models.activateVersion, { name }, options);
  }

  /**
   * Makes a new version of an earlier one, without what was erased since, and has it answer: the
   * way back where `activate` refuses. Takes as long as erasing all that at once: give it a
   * deadline.
   */
  async rebase(name: string, options?: CallOptions): Promise<ModelVersion> {
    return this.#calls.unary(Models.rebaseVersion, { name }, options);
  }

  /**
   * Makes an alias or changes it: a version that answers calls that name it, and for a share of the
   * users.
   */
  async setAlias(
    model: string,
    alias: string,
    change: AliasChange,
    options?: CallOptions,
  ): Promise<Alias> {
    return this.#calls.unary(Models.setAlias, setAliasRequest(model, alias, change), options);
  }

  /** Takes an alias away; the active version answers for its share. */
  async deleteAlias(model: string, alias: string, options?: CallOptions): Promise<void> {
    await this.#calls.unary(Models.deleteAlias, { name: aliasName(model, alias) }, options);
  }

  /**
   * Has the server read its plugin folder again, for trainings that begin afterwards. Versions go on
   * with the plugin that made them. Unless told otherwise, it has a minute more than other calls.
   */
  async reloadPlugins(options?: CallOptions): Promise<PluginChange[]> {
    return (await this.#calls.unaryThatLoads(Models.reloadPlugins, {}, options)).changes;
  }

  /**
   * Deletes a model for good, its versions and interactions; receipts and the digests of what was
   * erased from it stay.
   *
   * @param model the model's id
   * @throws LetheError with reason `CONCURRENT_CHANGE` while a version of it is being made
   */
  async deleteModel(model: string, options?: CallOptions): Promise<void> {
    await this.#calls.unary(Models.deleteModel, { name: modelName(model) }, options);
  }

  /**
   * Has a model trained; resolves when the request is accepted. A `LetheError` has the `requestId`
   * to send the request again under.
   */
  async train(request: TrainingRequest, options?: CallOptions): Promise<TrainingHandle> {
    const message = trainRequest(request);
    return underRequestId(message.requestId, async () => {
      const operation = await this.#calls.unary(Models.trainModel, message, options);
      return new TrainingHandle(this.#calls, operation.name, message.requestId);
    });
  }

  /** A training that was accepted before, by the name its handle had. */
  training(name: string): TrainingHandle {
    return new TrainingHandle(this.#calls, name);
  }

  /** What the client calls through: for what it has no method for. */
  get channel(): ReturnType<Client["getChannel"]> {
    return this.#client.getChannel();
  }

  /**
   * A generated client over this one's channel, retries and token, such as `AuditServiceClient` of
   * `@lethe/client/v1`. Its calls have no deadline unless you give them one, and fail with gRPC's
   * errors, which `LetheError.from` reads. Close this client, not that one.
   */
  stub<T>(type: StubClass<T>): T {
    return new type(this.#target, this.#credentials, {
      channelOverride: this.channel,
      interceptors: this.#interceptors,
    });
  }

  /** Takes no more calls, gives those under way 5 seconds to end, and disconnects. */
  close(): Promise<void> {
    return this.#calls.close();
  }

  /** For `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
