/**
 * An erasure as a value, with its transitions, and the ports of erasures: {@link
 * io.lethe.engine.erasure.ErasureLedger}, {@link io.lethe.engine.erasure.ReceiptLedger} and {@link
 * io.lethe.engine.interaction.InteractionLog}.
 */
@NullMarked
package io.lethe.engine.erasure;

import org.jspecify.annotations.NullMarked;
