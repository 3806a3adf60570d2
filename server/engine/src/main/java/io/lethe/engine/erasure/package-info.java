/** The life of erasures, from acceptance to receipt. */
@NullMarked
package io.lethe.engine.erasure;

import org.jspecify.annotations.NullMarked;
