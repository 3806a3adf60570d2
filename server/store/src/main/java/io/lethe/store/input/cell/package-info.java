/** What the text of one cell says: a decimal number, a time. */
@NullMarked
package io.lethe.store.input.cell;

import org.jspecify.annotations.NullMarked;
