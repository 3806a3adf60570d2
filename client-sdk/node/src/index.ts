/** The client of Lethe, the recommender model server that can forget. See README.md. */
export { type CallOptions, DEADLINE_DEFAULT_MILLIS } from "./calls.js";
export { type ClientOptions, LetheClient, type Scores, type StubClass } from "./client.js";
export { ErasureHandle, type ErasureWaitOptions, isTerminal } from "./erasure-handle.js";
export * from "./errors.js";
export {
  type Erasure,
  Erasure_State as ErasureState,
  UnlearningMethod,
  type UnlearnPlan,
} from "./generated/lethe/v1/erasure.js";
export { ErrorReason } from "./generated/lethe/v1/errors.js";
export {
  type Model,
  Model_State as ModelState,
  type ModelVersion,
  ModelVersion_State as VersionState,
} from "./generated/lethe/v1/model.js";
export type { TrainModelMetadata as TrainingProgress } from "./generated/lethe/v1/model_service.js";
export { Assurance, type ReceiptStatement } from "./generated/lethe/v1/receipt.js";
export {
  type BatchRecommendResponse as BatchRecommendations,
  type RecommendResponse as Recommendations,
  type ScoredItem,
  UserRecommendations_Outcome as Outcome,
} from "./generated/lethe/v1/recommendation_service.js";
export type { Interaction } from "./generated/lethe/v1/unlearning_service.js";
export { WAIT_DEFAULT_MILLIS, type WaitOptions } from "./pause.js";
export { Receipt } from "./receipt.js";
export {
  keyId,
  type ReceiptDefect,
  type ReceiptVerification,
  ReceiptVerifier,
} from "./receipt-verifier.js";
export type {
  BatchRecommendQuery,
  ErasureFilter,
  ErasureRequest,
  ForgetTarget,
  RecommendQuery,
  ScoreQuery,
  TrainingRequest,
} from "./requests.js";
export { TrainingHandle, type TrainingWaitOptions } from "./training-handle.js";
export type { TokenSupplier, TransportOptions } from "./transport.js";
