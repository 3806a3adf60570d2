package io.lethe.server.filter;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.Program;
import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.catalog.CatalogBounds;
import io.lethe.engine.catalog.FilterLanguage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions in CEL over an item's categories, attributes and time. Without loops (of the macros only
 * {@code has}), without regular expressions, and no longer than a bound: so a look at an item ends after
 * a bounded number of steps, most often a few microseconds. Thread-safe.
 */
public final class CelFilters implements FilterLanguage {

  private static final int DEPTH_MAX = 32;

  private @Nullable Tools tools;

  private record Tools(CelCompiler compiler, CelRuntime runtime) {}

  /** Made for the first filter: that takes a second, which a start without filters need not spend. */
  private synchronized Tools tools() {
    Tools made = tools;
    if (made == null) {
      made = newTools();
      tools = made;
    }
    return made;
  }

  private static Tools newTools() {
    CelOptions options = CelOptions.current()
        .maxExpressionCodePointSize(CatalogBounds.FILTER_BYTES_MAX)
        .maxParseRecursionDepth(DEPTH_MAX)
        .enableHeterogeneousNumericComparisons(true)
        .build();
    CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(options)
        .setStandardEnvironmentEnabled(false)
        .setStandardDeclarations(
            CelStandardDeclarations.newBuilder().excludeFunctions(StandardFunction.MATCHES).build())
        .setStandardMacros(CelStandardMacro.HAS)
        .addVar(ItemVariables.CATEGORIES, ListType.create(SimpleType.STRING))
        .addVar(ItemVariables.ATTRIBUTES, MapType.create(SimpleType.STRING, SimpleType.DYN))
        .addVar(ItemVariables.LISTED_TIME, SimpleType.TIMESTAMP)
        .setResultType(SimpleType.BOOL)
        .build();
    return new Tools(
        compiler, CelRuntimeFactory.plannerRuntimeBuilder().setOptions(options).build());
  }

  @Override
  public Filter read(String text) {
    Tools made = tools();
    Program program;
    // What the library did not foresee may quote the filter, and that a person's id: it is not kept.
    try {
      program = made.runtime().createProgram(made.compiler().compile(text).getAst());
    } catch (CelValidationException invalid) {
      throw invalid(invalid, text);
    } catch (CelEvaluationException unplanned) {
      throw refused(
          "filter cannot be run: " + Reasons.of(String.valueOf(unplanned.getMessage()), text),
          unplanned);
    } catch (RuntimeException | StackOverflowError unforeseen) {
      throw new LetheException(
          ErrorKind.ARGUMENT_INVALID, "filter is no condition that CEL can run",
          Map.of("field", "filter"));
    }
    return item -> {
      try {
        return Boolean.TRUE.equals(program.eval(new ItemVariables(item)));
      } catch (CelEvaluationException untold) {
        return false;
      }
    };
  }

  private static LetheException invalid(CelValidationException invalid, String filter) {
    if (invalid.getErrors().isEmpty()) {
      return refused("filter is no condition in CEL", invalid);
    }
    CelIssue first = invalid.getErrors().getFirst();
    return refused(
        "filter, line %d, column %d: %s".formatted(
            first.getSourceLocation().getLine(), first.getSourceLocation().getColumn() + 1,
            Reasons.of(first.getMessage(), filter)),
        invalid);
  }

  private static LetheException refused(String message, Exception cause) {
    return new LetheException(
        ErrorKind.ARGUMENT_INVALID, message, Map.of("field", "filter"), cause);
  }
}
