/** The configuration, where each value came from, and its checks. */
@NullMarked
package io.lethe.server.config;

import org.jspecify.annotations.NullMarked;
