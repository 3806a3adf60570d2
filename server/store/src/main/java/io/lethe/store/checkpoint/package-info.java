/** Versions of a model as folders, or as files of their difference to another version. */
@NullMarked
package io.lethe.store.checkpoint;

import org.jspecify.annotations.NullMarked;
