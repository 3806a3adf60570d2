/** Load runs: a real server process, called over loopback gRPC, measured and killed from outside. */
@NullMarked
package io.lethe.benchmarks.load;

import org.jspecify.annotations.NullMarked;
