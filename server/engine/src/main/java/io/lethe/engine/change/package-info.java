/** What moved between the contents that calls are answered from, one after another. */
@NullMarked
package io.lethe.engine.change;

import org.jspecify.annotations.NullMarked;
