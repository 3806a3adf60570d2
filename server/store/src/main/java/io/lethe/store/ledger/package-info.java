/**
 * The ledger: versions, erasures, receipts, appends, aliases, catalogues and the audit trail
 * as rows of one SQLite file.
 */
@NullMarked
package io.lethe.store.ledger;

import org.jspecify.annotations.NullMarked;
