/**
 * The contract between Lethe and a model family: everything a plugin author implements or receives.
 *
 * <p>JDK types only. A plugin is found by {@link java.util.ServiceLoader} as a {@link
 * io.lethe.spi.RecommenderPlugin}; it trains, loads and saves {@link io.lethe.spi.RecommenderModel
 * models}. A model that can forget is a {@link io.lethe.spi.DifferentiableModel}: capabilities are
 * interfaces, never methods that throw "unsupported".
 *
 * <p>Users and items are dense indices from 0 inside; the host translates external ids. Models are
 * immutable and safe for concurrent use; trainers are confined to one call.
 *
 * <p>One package: it is the whole contract, read from one place, with what a catalogue says of items
 * in {@code items} beside it.
 */
@NullMarked
package io.lethe.spi;

import org.jspecify.annotations.NullMarked;
