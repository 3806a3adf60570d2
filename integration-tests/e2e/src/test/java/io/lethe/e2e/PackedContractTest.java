package io.lethe.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The contract as the distribution gives it to other languages: nothing has to be found elsewhere. */
final class PackedContractTest {

  private static final Path PACKED = Path.of(System.getProperty("lethe.distribution"))
      .resolve("protos");
  private static final Path PROTOS = Path.of("../../proto/src/main/protobuf");
  private static final Pattern IMPORT = Pattern
      .compile("^import (?:public )?\"([^\"]+)\";", Pattern.MULTILINE);
  /** Every protoc has these. */
  private static final String WITH_PROTOC = "google/protobuf/";

  private static Map<String, String> zipped() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (InputStream file = Files.newInputStream(PACKED.resolve("lethe-protos.zip"));
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return files;
  }

  private static Set<String> contract() throws IOException {
    try (var files = Files.list(PROTOS.resolve("lethe/v1"))) {
      return files.map(file -> "lethe/v1/" + file.getFileName())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void zip_holdsTheContractAsItIs_andAllThatItImports() throws IOException {
    Map<String, String> files = zipped();
    for (String name : contract()) {
      assertEquals(Files.readString(PROTOS.resolve(name)), files.get(name), name);
    }
    Set<String> missing = new TreeSet<>();
    files.values()
        .forEach(
            text -> IMPORT.matcher(text).results().forEach(found -> missing.add(found.group(1))));
    missing.removeAll(files.keySet());
    missing.removeIf(name -> name.startsWith(WITH_PROTOC));
    assertEquals(Set.of(), missing);
  }

  @Test
  void descriptors_holdTheContractWithComments_andAllThatItImports() throws IOException {
    FileDescriptorSet set = FileDescriptorSet
        .parseFrom(Files.readAllBytes(PACKED.resolve("lethe-v1.binpb")));
    Set<String> held = set.getFileList()
        .stream()
        .map(FileDescriptorProto::getName)
        .collect(Collectors.toSet());
    assertTrue(held.containsAll(contract()), held.toString());
    for (FileDescriptorProto file : set.getFileList()) {
      assertTrue(held.containsAll(file.getDependencyList()), file.getName());
    }
    assertTrue(
        set.getFileList()
            .stream()
            .filter(file -> file.getPackage().equals("lethe.v1"))
            .allMatch(file -> file.getSourceCodeInfo().getLocationCount() > 0));
  }
}
