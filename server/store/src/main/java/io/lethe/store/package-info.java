/** Adapters to files and SQL: ledger, checkpoints, interaction log. */
@NullMarked
package io.lethe.store;

import org.jspecify.annotations.NullMarked;
