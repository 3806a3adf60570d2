/**
 * Erasures from acceptance to receipt, and the ports that make them durable: {@link
 * io.lethe.engine.erasure.ErasureLedger} and {@link io.lethe.engine.erasure.InteractionLog}.
 */
@NullMarked
package io.lethe.engine.erasure;

import org.jspecify.annotations.NullMarked;
