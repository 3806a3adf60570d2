package io.lethe.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.ExtensionRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of the contract finds what would break callers; what buf does not look at, this does. */
class BreakingChangeTest {

  private static final Path CONTRACT = Path.of("contract/v1.binpb").toAbsolutePath();
  private static final Path BUF = Path.of("node_modules/.bin/buf").toAbsolutePath();

  @TempDir private Path copy;

  @BeforeAll
  static void needsBuf() {
    assumeFalse(Boolean.getBoolean("buf.skip"), "asked to do without buf");
  }

  @Test
  void contract_unchanged_passes() throws Exception {
    copyProtos();
    Answer answer = breaking();
    assertEquals(0, answer.exit(), answer.text());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      recommendation_service | int32 n = 3            | int64 n = 3            | type
      recommendation_service | string user = 2        | string user = 22       | deleted
      recommendation_service | rpc Score(             | rpc Rate(              | RPC "Score"
      unlearning_service     | string request_id = 6  | string key = 6         | "key"
      erasure                | STATE_HELD = 9         | STATE_WAITING = 9      | STATE_HELD
      errors                 | USER_CONTAINED = 23    | USER_CONTAINED = 230   | 23
      """)
  void contract_changedUnderCallers_isRefusedByName(
      String file, String was, String becomes, String named) throws Exception {
    copyProtos();
    Path proto = copy.resolve("src/main/protobuf/lethe/v1").resolve(file + ".proto");
    String source = Files.readString(proto);
    assertTrue(source.contains(was), was);
    Files.writeString(proto, source.replace(was, becomes));

    Answer answer = breaking();

    assertNotEquals(0, answer.exit(), "taken: " + becomes);
    assertTrue(answer.text().contains(named), answer.text());
  }

  @Test
  void reasons_published_keepTheirStatuses() throws Exception {
    for (FileDescriptorProto file : published()) {
      file.getEnumTypeList()
          .stream()
          .filter(type -> type.getName().equals("ErrorReason"))
          .flatMap(type -> type.getValueList().stream())
          .forEach(was -> {
            EnumValueDescriptor is = ErrorReason.getDescriptor().findValueByNumber(was.getNumber());
            assertEquals(
                was.getOptions().getExtension(ErrorsProto.reasonStatus),
                is.getOptions().getExtension(ErrorsProto.reasonStatus), was.getName());
          });
    }
  }

  @Test
  void paths_published_stay() throws Exception {
    Map<String, MethodDescriptor> now = ContractTest.methods()
        .collect(Collectors.toMap(MethodDescriptor::getFullName, Function.identity()));
    for (FileDescriptorProto file : published()) {
      for (ServiceDescriptorProto service : file.getServiceList()) {
        for (MethodDescriptorProto was : service.getMethodList()) {
          String name = "lethe.v1.%s.%s".formatted(service.getName(), was.getName());
          assertEquals(
              was.getOptions().getExtension(AnnotationsProto.http),
              now.get(name).getOptions().getExtension(AnnotationsProto.http), name);
        }
      }
    }
  }

  private static List<FileDescriptorProto> published() throws IOException {
    ExtensionRegistry extensions = ExtensionRegistry.newInstance();
    ErrorsProto.registerAllExtensions(extensions);
    AnnotationsProto.registerAllExtensions(extensions);
    return FileDescriptorSet.parseFrom(Files.readAllBytes(CONTRACT), extensions)
        .getFileList()
        .stream()
        .filter(file -> file.getPackage().equals("lethe.v1"))
        .toList();
  }

  private void copyProtos() throws IOException {
    Files.copy(Path.of("buf.yaml"), copy.resolve("buf.yaml"));
    copyFolder(Path.of("src/main/protobuf"));
    copyFolder(Path.of("target/imported-protos"));
  }

  private void copyFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".proto")).toList()) {
        Path to = copy.resolve(file.toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }

  private Answer breaking() throws IOException, InterruptedException {
    Process buf = new ProcessBuilder(
        BUF.toString(), "breaking", "src/main/protobuf", "--against", CONTRACT.toString(),
        "--exclude-imports").directory(copy.toFile()).redirectErrorStream(true).start();
    String text = new String(buf.getInputStream().readAllBytes());
    return new Answer(buf.waitFor(), text);
  }

  private record Answer(int exit, String text) {}
}
