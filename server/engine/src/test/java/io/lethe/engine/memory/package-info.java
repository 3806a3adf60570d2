/**
 * The engine's ports in memory, honouring their contracts, and able to fail or crash at a chosen
 * call. Shared with other modules through the test jar.
 */
@NullMarked
package io.lethe.engine.memory;

import org.jspecify.annotations.NullMarked;
