/** Models that are trained outside of this server: when such a training is due. */
@NullMarked
package io.lethe.engine.elsewhere;

import org.jspecify.annotations.NullMarked;
