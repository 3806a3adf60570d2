package io.lethe.client;

import java.time.Instant;
import java.util.Optional;

/**
 * That a principal did something, or was refused.
 *
 * @param principal a service or an employee, never a data subject
 * @param action the method's name, such as {@code ActivateVersion}, or the command's
 * @param resource what it was done to, by resource name; empty if it has no name
 * @param refusal why it was refused, a name of {@link io.lethe.v1.ErrorReason}; empty if it was done
 */
public record AuditEvent(
    Instant time, String principal, String action, String resource, Optional<String> refusal) {}
