/** Adapters to files and SQL: ledger, checkpoints, interaction log, keys. */
@NullMarked
package io.lethe.store;

import org.jspecify.annotations.NullMarked;
