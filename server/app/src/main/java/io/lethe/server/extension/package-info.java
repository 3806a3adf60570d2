/**
 * What a module offers that adds to the server without the server's core naming it. Such modules
 * are found on the class path, by {@link java.util.ServiceLoader}.
 */
@NullMarked
package io.lethe.server.extension;

import org.jspecify.annotations.NullMarked;
