/** What items are, told to a server. Begin at {@link io.lethe.client.catalog.CatalogClient}. */
@NullMarked
package io.lethe.client.catalog;

import org.jspecify.annotations.NullMarked;
