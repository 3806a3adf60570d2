/**
 * The data of a version: ids and their numbers, interactions in columns, what a user has seen, which
 * rows are held out for validation. A {@link io.lethe.engine.data.VersionData} is immutable; one
 * that follows an erasure or an addition shares what did not change.
 */
@NullMarked
package io.lethe.engine.data;

import org.jspecify.annotations.NullMarked;
