/**
 * How values are written in the files of the store: JSON, sealed or not, lists of ids, a
 * version's facts, tensors. Each reader refuses bytes that the writer would not have written.
 */
@NullMarked
package io.lethe.store.format;

import org.jspecify.annotations.NullMarked;
