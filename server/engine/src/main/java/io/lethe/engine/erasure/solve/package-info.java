/** Makes the content of a version that has forgotten, and forecasts what that takes. */
@NullMarked
package io.lethe.engine.erasure.solve;

import org.jspecify.annotations.NullMarked;
