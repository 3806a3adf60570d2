/** Named places where a test lets the process die; a server that serves people never does. */
@NullMarked
package io.lethe.engine.failpoint;

import org.jspecify.annotations.NullMarked;
