/**
 * Numeric primitives on arrays, and the data structures they run over: paged embedding tables,
 * grouped pairs, ranking by scan.
 *
 * <p>{@link io.lethe.kernels.Kernels} has a scalar reference and a twin on the Vector API; both are
 * stateless and give the same numbers up to the order of additions. Nothing here knows models,
 * plugins or the server.
 *
 * <p>One package: tables, groups and passes work on each other's arrays, which no caller may see.
 */
@NullMarked
package io.lethe.kernels;

import org.jspecify.annotations.NullMarked;
