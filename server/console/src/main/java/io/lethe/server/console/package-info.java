/**
 * Pages for people: the console, which the gateway serves. They are made of TypeScript ({@code
 * src/main/web}) when the module is built, and call the JSON gateway like any other caller.
 */
@NullMarked
package io.lethe.server.console;

import org.jspecify.annotations.NullMarked;
