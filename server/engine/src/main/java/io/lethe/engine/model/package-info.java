/**
 * Models and their immutable versions: names, registry and handles, and the ports that keep versions
 * on disk ({@link io.lethe.engine.model.CheckpointStore}) and say which of them answers ({@link
 * io.lethe.engine.model.VersionLedger}).
 */
@NullMarked
package io.lethe.engine.model;

import org.jspecify.annotations.NullMarked;
