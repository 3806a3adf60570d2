/** What the server finds out about a trained model by itself, before it answers and before it may forget. */
@NullMarked
package io.lethe.engine.check;

import org.jspecify.annotations.NullMarked;
