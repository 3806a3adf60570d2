package io.lethe.client;

/** An item's id and its score, which orders items for one user in one version and no further. */
public record ScoredItem(String item, float score) {}
