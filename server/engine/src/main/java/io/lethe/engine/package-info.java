/**
 * The life of model versions and erasures, without I/O of its own: files and tables come in through
 * ports. This package holds only the one exception and its kinds; the rooms are the packages below.
 */
@NullMarked
package io.lethe.engine;

import org.jspecify.annotations.NullMarked;
