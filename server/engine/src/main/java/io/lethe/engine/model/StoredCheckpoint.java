package io.lethe.engine.model;

/**
 * A checkpoint as read back and verified.
 *
 * @param digest as {@link CheckpointStore#write} returned it
 */
public record StoredCheckpoint(Checkpoint checkpoint, String digest) {}
