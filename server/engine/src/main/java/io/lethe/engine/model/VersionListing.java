package io.lethe.engine.model;

/**
 * A committed version and where it is now.
 *
 * @param active whether it answers for its model
 * @param holdsErasedData whether an erasure made it unfit to be activated, for ever
 */
public record VersionListing(
    VersionRecord record, VersionState state, boolean active, boolean holdsErasedData) {}
