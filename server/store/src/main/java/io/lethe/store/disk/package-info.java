/** Files as the store needs them: synced, checked, overwritten before they go. */
@NullMarked
package io.lethe.store.disk;

import org.jspecify.annotations.NullMarked;
