/** Which items have the most interactions. */
@NullMarked
package io.lethe.engine.popularity;

import org.jspecify.annotations.NullMarked;
