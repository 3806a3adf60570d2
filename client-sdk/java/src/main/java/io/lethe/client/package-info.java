/**
 * The Java client: typed results, deadlines, retries, receipts that verify offline. Begin at
 * {@link io.lethe.client.LetheClient}.
 *
 * <p>One package: a caller imports from one place; the transport behind it is package-private.
 */
@NullMarked
package io.lethe.client;

import org.jspecify.annotations.NullMarked;
