package io.lethe.evaluation.report;

import java.time.Instant;
import java.util.List;

/**
 * What a report says about itself.
 *
 * @param made when
 * @param command that made it, as typed
 * @param machine one fact a line: processor, cores, Java
 * @param method how was measured, one sentence a line
 */
public record ReportFacts(Instant made, String command, List<String> machine, List<String> method) {

  public ReportFacts {
    machine = List.copyOf(machine);
    method = List.copyOf(method);
  }
}
