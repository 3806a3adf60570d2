/**
 * The testee of the Java client: a program that does as it is told on its standard input. It sees the
 * published jar and what that brings, nothing else of Lethe.
 */
@org.jspecify.annotations.NullMarked
package io.lethe.clients.testee;
