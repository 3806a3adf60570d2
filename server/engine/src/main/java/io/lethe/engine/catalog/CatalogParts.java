package io.lethe.engine.catalog;

/** What catalogues are kept in, and what filters are written in. */
public record CatalogParts(CatalogLedger ledger, FilterLanguage filters) {}
