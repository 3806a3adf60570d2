/**
 * Load runs: a real server process, called over loopback gRPC, measured and killed from outside.
 *
 * <p>One package: the runs share a server's process, callers, latencies and made-up ratings, which
 * nothing else needs.
 */
@NullMarked
package io.lethe.benchmarks.load;

import org.jspecify.annotations.NullMarked;
