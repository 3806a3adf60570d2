package io.lethe.engine.lifecycle;

import io.lethe.engine.erasure.ErasureLedger;
import io.lethe.engine.erasure.InteractionLog;
import io.lethe.engine.model.CheckpointStore;

/** What an engine keeps its state in. The giver closes them after the engine. */
public record EnginePorts(ErasureLedger ledger, CheckpointStore checkpoints, InteractionLog log) {}
