/** The ledger in PostgreSQL, for a server whose state outlives its machine. */
@NullMarked
package io.lethe.store.postgres;

import org.jspecify.annotations.NullMarked;
