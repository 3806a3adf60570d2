/**
 * One suite for the clients of all languages: scenarios written in JSON, played through a program of
 * each language against one real server.
 */
@org.jspecify.annotations.NullMarked
package io.lethe.clients;
