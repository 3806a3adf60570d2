/**
 * Backups of a data folder, made while a server has it or not, and restores that bring nothing
 * back that was erased since.
 */
@NullMarked
package io.lethe.store.backup;

import org.jspecify.annotations.NullMarked;
