/** The client of Lethe, the recommender model server that can forget. See README.md. */
export type { AppendSummary } from "./batches.js";
export { type CallOptions, DEADLINE_DEFAULT_MILLIS } from "./calls.js";
export { LetheClient } from "./client.js";
export type { Appended, ClientOptions, Scores, StubClass } from "./client-types.js";
export { ErasureHandle, type ErasureWaitOptions, isTerminal } from "./erasure-handle.js";
export * from "./errors.js";
export type {
  AttributeValue,
  CatalogItem,
  UpdateItemsResponse as CatalogUpdate,
} from "./generated/lethe/v1/catalog_service.js";
export {
  type Erasure,
  Erasure_State as ErasureState,
  UnlearningMethod,
  type UnlearnPlan,
} from "./generated/lethe/v1/erasure.js";
export { ErrorReason } from "./generated/lethe/v1/errors.js";
export {
  AppendInteractionsResponse_Outcome as AppendOutcome,
  type InteractionRow,
  type RefusedInteraction,
  Repeats,
} from "./generated/lethe/v1/interaction_service.js";
export {
  type Alias,
  type Model,
  type Model_Learning as ModelLearning,
  Model_State as ModelState,
  type ModelVersion,
  ModelVersion_State as VersionState,
} from "./generated/lethe/v1/model.js";
export {
  type PluginChange,
  PluginChange_Outcome as PluginOutcome,
  type TrainModelMetadata as TrainingProgress,
} from "./generated/lethe/v1/model_service.js";
export { Assurance, type ReceiptStatement } from "./generated/lethe/v1/receipt.js";
export {
  type BatchRecommendResponse as BatchRecommendations,
  Fallback,
  type Reason,
  type RecommendForItemsResponse as ItemRecommendations,
  type RecommendResponse as Recommendations,
  type ScoredItem,
  type SimilarItemsResponse as SimilarItems,
  Source,
  UserRecommendations_Outcome as Outcome,
  type WeightedItem,
} from "./generated/lethe/v1/recommendation_service.js";
export type { Interaction } from "./generated/lethe/v1/unlearning_service.js";
export type { ImportRequest, ImportSummary } from "./importing.js";
export type { AppendAllRequest, AppendRequest, HeldInteraction } from "./interaction-requests.js";
export { WAIT_DEFAULT_MILLIS, type WaitOptions } from "./pause.js";
export { Receipt } from "./receipt.js";
export {
  keyId,
  type ReceiptDefect,
  type ReceiptVerification,
  ReceiptVerifier,
} from "./receipt-verifier.js";
export type {
  AliasChange,
  BatchRecommendQuery,
  CatalogEntry,
  CatalogField,
  ErasureFilter,
  ErasureRequest,
  ForgetTarget,
  ItemsQuery,
  RecommendQuery,
  ScoreQuery,
  SimilarItemsQuery,
  TrainingRequest,
} from "./requests.js";
export { TrainingHandle, type TrainingWaitOptions } from "./training-handle.js";
export type { TokenSupplier, TransportOptions } from "./transport.js";
