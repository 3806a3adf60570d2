/** Ids by number, in pages that versions share. */
@NullMarked
package io.lethe.engine.ids;

import org.jspecify.annotations.NullMarked;
