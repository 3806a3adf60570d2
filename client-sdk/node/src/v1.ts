/** The generated stubs of the wire contract, lethe.v1, for `LetheClient.stub`. */
export * from "./generated/google/longrunning/operations.js";
export * from "./generated/lethe/v1/audit.js";
export * from "./generated/lethe/v1/catalog_service.js";
export * from "./generated/lethe/v1/erasure.js";
export * from "./generated/lethe/v1/errors.js";
export * from "./generated/lethe/v1/interaction_service.js";
export * from "./generated/lethe/v1/model.js";
export * from "./generated/lethe/v1/model_service.js";
export * from "./generated/lethe/v1/receipt.js";
export * from "./generated/lethe/v1/recommendation_service.js";
export * from "./generated/lethe/v1/unlearning_service.js";
