package io.lethe.engine.erasure;

import io.lethe.engine.ErrorKind;

/** Why an erasure was given up; without personal data. */
public record Failure(ErrorKind kind, String message) {}
