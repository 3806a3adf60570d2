import type { components } from "../../../../target/contract";

type Schemas = components["schemas"];

export type Model = Schemas["lethe.v1.Model"];
export type ModelVersion = Schemas["lethe.v1.ModelVersion"];
export type Erasure = Schemas["lethe.v1.Erasure"];
export type ErasureState = NonNullable<Erasure["state"]>;
export type AuditEvent = Schemas["lethe.v1.AuditEvent"];
export type ScoredItem = Schemas["lethe.v1.ScoredItem"];
export type RecommendRequest = Schemas["lethe.v1.RecommendRequest"];
export type RecommendResponse = Schemas["lethe.v1.RecommendResponse"];
export type RecommendForItemsRequest = Schemas["lethe.v1.RecommendForItemsRequest"];
export type SimilarItemsRequest = Schemas["lethe.v1.SimilarItemsRequest"];
export type SearchErasuresRequest = Schemas["lethe.v1.SearchErasuresRequest"];
export type ErrorBody = Schemas["Error"];
export type Health = Schemas["Health"];

export type ModelPage = Schemas["lethe.v1.ListModelsResponse"];
export type VersionPage = Schemas["lethe.v1.ListModelVersionsResponse"];
export type ErasurePage = Schemas["lethe.v1.ListErasuresResponse"];
export type AuditPage = Schemas["lethe.v1.ListAuditEventsResponse"];
export type Checkpoint = Schemas["lethe.v1.GetLogCheckpointResponse"];
export type OperationPage = Schemas["google.longrunning.ListOperationsResponse"];
export type ConsistencyProof = Schemas["lethe.v1.GetConsistencyProofResponse"];
export type Plugin = Schemas["lethe.v1.Plugin"];
export type PluginPage = Schemas["lethe.v1.ListPluginsResponse"];
export type PluginChange = Schemas["lethe.v1.PluginChange"];
export type ReloadedPlugins = Schemas["lethe.v1.ReloadPluginsResponse"];
export type ServerSetting = Schemas["lethe.v1.ServerSetting"];
export type SettingPage = Schemas["lethe.v1.ListSettingsResponse"];
