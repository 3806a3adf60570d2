/** Trainings and erasures as operations: what the server is doing, and what it did last. */
@NullMarked
package io.lethe.client.operations;

import org.jspecify.annotations.NullMarked;
