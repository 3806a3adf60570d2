/**
 * Self-attention over a user's interactions in their order, after SASRec (Kang and McAuley,
 * Self-Attentive Sequential Recommendation, ICDM 2018), with derivatives written by hand.
 *
 * <p>{@link io.lethe.plugins.sasrec.SasrecPlugin} is the only way in.
 */
@NullMarked
package io.lethe.plugins.sasrec;

import org.jspecify.annotations.NullMarked;
