package io.lethe.engine.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A committed version and where it is now.
 *
 * @param active whether it answers for its model
 * @param holdsErasedData whether an erasure made it unfit to be activated, for ever
 * @param activatable whether it answers or can be made to
 * @param training the version of the training that it descends from; itself for a trained one
 * @param destroyed when its checkpoint was gone; null while it is there
 */
public record VersionListing(
    VersionRecord record, VersionState state, boolean active, boolean holdsErasedData,
    boolean activatable, VersionId training, @Nullable Instant destroyed) {}
