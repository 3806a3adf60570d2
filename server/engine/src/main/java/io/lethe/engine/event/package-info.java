/** Kinds of events: what they are called, how much they weigh, and which one each row is. */
@NullMarked
package io.lethe.engine.event;

import org.jspecify.annotations.NullMarked;
