/**
 * One SQLite file: read whole before it is opened, each row hashed, each synced transaction
 * counted beside it.
 */
@NullMarked
package io.lethe.store.sqlite;

import org.jspecify.annotations.NullMarked;
