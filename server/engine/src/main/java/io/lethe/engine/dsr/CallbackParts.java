package io.lethe.engine.dsr;

import java.time.InstantSource;

/** What every callback line works with. */
record CallbackParts(
    SubjectRequestLedger ledger, SubjectRequestReader reader, CallbackSender sender,
    InstantSource clock, CallbackConfig config) {}
