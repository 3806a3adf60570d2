/** The way down and up of one recommendation. */
@NullMarked
package io.lethe.engine.recommend;

import org.jspecify.annotations.NullMarked;
