/**
 * How versions come to be and to answer other than by erasure: training, activation, and the start of
 * the whole engine. {@link io.lethe.engine.lifecycle.Engine} is the door of this module.
 */
@NullMarked
package io.lethe.engine.lifecycle;

import org.jspecify.annotations.NullMarked;
