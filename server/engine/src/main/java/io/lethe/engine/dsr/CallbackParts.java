package io.lethe.engine.dsr;

import java.time.Duration;
import java.time.InstantSource;

/** What every callback line works with. */
record CallbackParts(
    SubjectRequestLedger ledger, SubjectRequestReader reader, CallbackSender sender,
    InstantSource clock, Duration patience) {}
