package io.lethe.engine.lifecycle;

import io.lethe.engine.erasure.receipt.InstallationKeys;
import io.lethe.engine.erasure.receipt.StatementEncoder;

/**
 * Who an engine is towards others.
 *
 * @param keys sign receipts and digest what is personal
 * @param encoder gives receipts their bytes
 * @param serverBuild version and source revision, as receipts name it
 */
public record EngineIdentity(InstallationKeys keys, StatementEncoder encoder, String serverBuild) {}
