/**
 * Whose data is to go: the target of an erasure, what is contained until a version has forgotten it,
 * and the keyed tombstones that keep erased data from coming back.
 */
@NullMarked
package io.lethe.engine.subject;

import org.jspecify.annotations.NullMarked;
