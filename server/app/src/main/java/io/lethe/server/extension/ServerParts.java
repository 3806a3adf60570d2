package io.lethe.server.extension;

import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.lifecycle.Engine;
import io.lethe.server.access.ServerAccess;
import io.lethe.server.grpc.admission.AdmissionControl;
import io.lethe.store.ledger.SqlErasureLedger;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What an extension may be made of. The server closes them, after the extension.
 *
 * @param access who may call
 * @param admission takes each call that does work, beside those of the services
 * @param outgoing waits for answers of other machines, each task on a thread of its own
 * @param timer short tasks only
 */
public record ServerParts(
    Engine engine, SqlErasureLedger ledger, InstallationKeys keys, ServerAccess access,
    AdmissionControl admission, Executor outgoing, ScheduledExecutorService timer,
    InstantSource clock) {}
