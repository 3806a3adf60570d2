/**
 * Kills a server again and again under load, and holds what it does against what its clients were
 * told.
 */
@NullMarked
package io.lethe.crashes;

import org.jspecify.annotations.NullMarked;
