/** Matrix factorization, the smallest model family. */
@NullMarked
package io.lethe.plugins.mf;

import org.jspecify.annotations.NullMarked;
