/** Reads a data folder or a backup whole and reports, part by part, what is damaged. */
@NullMarked
package io.lethe.store.check;

import org.jspecify.annotations.NullMarked;
