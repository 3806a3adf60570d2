/**
 * Tests of the distribution as people run it: a server in a process of its own, called over
 * loopback.
 */
@NullMarked
package io.lethe.e2e;

import org.jspecify.annotations.NullMarked;
