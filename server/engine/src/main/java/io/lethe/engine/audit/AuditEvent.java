package io.lethe.engine.audit;

import io.lethe.engine.ErrorKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a principal did something, or was refused. Holds no personal data of data subjects: a principal
 * is a service or an employee.
 *
 * @param action the method's bare name, such as {@code ActivateVersion}, or the command's
 * @param resource what it was done to, by resource name; empty if it has none
 * @param refusal why it was not done; null if it was
 */
public record AuditEvent(
    Instant time, String principal, String action, String resource, @Nullable ErrorKind refusal) {}
