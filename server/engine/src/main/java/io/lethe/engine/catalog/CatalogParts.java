package io.lethe.engine.catalog;

import java.util.concurrent.Executor;

/**
 * What catalogues are kept in, and what filters are written in.
 *
 * @param bytesMax most bytes of memory that one model's catalogue may take; {@link
 *     CatalogItem#bytes} counts them
 * @param looks where filters that are new look at all items: the callers' threads wait meanwhile
 */
public record CatalogParts(
    CatalogLedger ledger, FilterLanguage filters, long bytesMax, Executor looks) {

  /** The usual bound: a gigabyte. */
  public static final long BYTES_MAX = 1L << 30;

  public CatalogParts {
    if (bytesMax < 1) {
      throw new IllegalArgumentException("a catalogue of up to %d bytes".formatted(bytesMax));
    }
  }

  /** With the usual bound; filters look at items on their callers' threads. */
  public CatalogParts(CatalogLedger ledger, FilterLanguage filters) {
    this(ledger, filters, BYTES_MAX, Runnable::run);
  }
}
