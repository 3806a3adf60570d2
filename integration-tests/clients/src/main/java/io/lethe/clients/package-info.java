/**
 * One suite for the clients of all languages: scenarios written in JSON, played through a program of
 * each language against one real server.
 *
 * <p>One package: the suite's parts serve its one runner.
 */
@org.jspecify.annotations.NullMarked
package io.lethe.clients;
