/**
 * The Java client: typed results, deadlines, retries, receipts that verify offline. Begin at
 * {@link io.lethe.client.LetheClient}.
 */
@NullMarked
package io.lethe.client;

import org.jspecify.annotations.NullMarked;
