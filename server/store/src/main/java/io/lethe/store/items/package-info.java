/** What items are, from files. */
@NullMarked
package io.lethe.store.items;

import org.jspecify.annotations.NullMarked;
