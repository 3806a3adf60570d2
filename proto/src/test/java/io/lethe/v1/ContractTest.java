package io.lethe.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import build.buf.validate.ValidateProto;
import com.google.api.AnnotationsProto;
import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.api.HttpRule;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationInfo;
import com.google.longrunning.OperationsProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What buf's rules do not check. */
class ContractTest {

  private static final int REASON_CHARACTERS_MAX = 63;

  @ParameterizedTest
  @MethodSource("reasons")
  void reason_published_hasAnErrorStatusAndAShortName(EnumValueDescriptor reason) {
    assertTrue(reason.getOptions().hasExtension(ErrorsProto.reasonStatus), reason.getName());
    assertFalse(
        reason.getOptions().getExtension(ErrorsProto.reasonStatus).getNumber() == 0,
        reason.getName());
    assertTrue(reason.getName().length() <= REASON_CHARACTERS_MAX, reason.getName());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void request_everyField_saysWhetherItIsRequired(MethodDescriptor method) {
    for (FieldDescriptor field : method.getInputType().getFields()) {
      List<FieldBehavior> behavior = field.getOptions()
          .getExtension(FieldBehaviorProto.fieldBehavior);
      assertEquals(1, behavior.size(), field.getFullName());
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void operation_declaresWhatItHolds(MethodDescriptor method) {
    if (!method.getOutputType().equals(Operation.getDescriptor())) {
      return;
    }
    OperationInfo info = method.getOptions().getExtension(OperationsProto.operationInfo);
    assertNotNull(message(info.getResponseType()), method.getFullName());
    assertNotNull(message(info.getMetadataType()), method.getFullName());
    assertNotNull(method.getInputType().findFieldByName("request_id"), method.getFullName());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void method_everyOneButStreams_hasAnHttpPathThatNamesNobody(MethodDescriptor method) {
    if (method.isClientStreaming()) {
      // Many messages of a caller have no form in HTTP and JSON.
      assertFalse(method.getOptions().hasExtension(AnnotationsProto.http), method.getFullName());
      return;
    }
    HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
    String path = rule.getGet() + rule.getPost() + rule.getDelete();
    assertTrue(path.startsWith("/v1/"), method.getFullName());
    // Paths end up in the logs of proxies: an id of a person may only travel in a body.
    assertFalse(path.contains("user") || path.contains("item"), path);
    boolean inUrl = rule.getPost().isEmpty();
    assertFalse(
        inUrl && method.getInputType()
            .getFields()
            .stream()
            .anyMatch(
                field -> field.getName().contains("user") || field.getName().contains("item")),
        () -> method.getFullName() + " takes an id in its URL");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void request_everyBoundedField_saysItsBoundToMachines(MethodDescriptor method) {
    for (FieldDescriptor field : method.getInputType().getFields()) {
      boolean bounded = switch (field.getJavaType()) {
        case STRING -> true;
        case INT -> true;
        default -> field.isRepeated();
      };
      assertTrue(
          !bounded || field.getOptions().hasExtension(ValidateProto.field), field.getFullName());
    }
  }

  @Test
  void files_generated_areAllChecked() {
    assertEquals(6, services().count());
    assertTrue(methods().count() >= 20, () -> methods().count() + " methods");
  }

  static Stream<EnumValueDescriptor> reasons() {
    return ErrorReason.getDescriptor().getValues().stream().skip(1);
  }

  static Stream<MethodDescriptor> methods() {
    return services().flatMap(service -> service.getMethods().stream());
  }

  private static Stream<ServiceDescriptor> services() {
    return files().flatMap(file -> file.getServices().stream());
  }

  private static Descriptor message(String name) {
    return files().map(file -> file.findMessageTypeByName(name))
        .filter(found -> found != null)
        .findFirst()
        .orElse(null);
  }

  private static Stream<FileDescriptor> files() {
    return Stream.of(
        AuditProto.getDescriptor(), CatalogServiceProto.getDescriptor(),
        ErasureProto.getDescriptor(), ErrorsProto.getDescriptor(),
        InteractionServiceProto.getDescriptor(), ModelProto.getDescriptor(),
        ModelServiceProto.getDescriptor(), ReceiptProto.getDescriptor(),
        RecommendationServiceProto.getDescriptor(), UnlearningServiceProto.getDescriptor());
  }
}
