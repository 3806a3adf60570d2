/** The interaction log of each model, in segments of rows that are appended, merged and purged. */
@NullMarked
package io.lethe.store.interaction;

import org.jspecify.annotations.NullMarked;
