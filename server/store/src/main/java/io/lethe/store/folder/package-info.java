/**
 * The data folder: its lock, where everything in it lies, what a first start may create, and
 * copies of what is in it.
 */
@NullMarked
package io.lethe.store.folder;

import org.jspecify.annotations.NullMarked;
