/** Transactions of SQL, whichever database runs them. */
@NullMarked
package io.lethe.store.sql;

import org.jspecify.annotations.NullMarked;
