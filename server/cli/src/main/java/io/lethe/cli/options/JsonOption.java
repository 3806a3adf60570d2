package io.lethe.cli.options;

import io.lethe.cli.terminal.Screen;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The option of every command that shows something: the same as one JSON document, for scripts. Fields
 * are named as in the Java client; times are ISO 8601, what is absent is null.
 */
public final class JsonOption {

  /** A text that is empty says that there is none: the clients' records know no null. */
  private static final class AbsentText extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Object findSerializer(MapperConfig<?> config, Annotated member) {
      return member instanceof AnnotatedMember && member.getRawType() == String.class
          ? NullIfEmpty.class
          : super.findSerializer(config, member);
    }
  }

  private static final class NullIfEmpty extends StdSerializer<String> {

    NullIfEmpty() {
      super(String.class);
    }

    @Override
    public void serialize(String text, JsonGenerator json, SerializationContext context) {
      if (text.isEmpty()) {
        json.writeNull();
      } else {
        json.writeString(text);
      }
    }
  }

  @Option(
      names = "--json",
      description = "Prints one JSON document, for scripts.") private boolean json;

  /** Whether it was asked for. */
  public boolean wanted() {
    return json;
  }

  /**
   * Prints a document with one member, if that was asked for.
   *
   * @return whether it was: then there is nothing more to print
   */
  public boolean wrote(Screen screen, String member, Object value) {
    return wrote(screen, Map.of(member, value));
  }

  /** The same of a whole document. */
  public boolean wrote(Screen screen, Object document) {
    if (json) {
      screen.line(
          JsonMapper.builder()
              .annotationIntrospector(new AbsentText())
              .build()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(document));
    }
    return json;
  }
}
