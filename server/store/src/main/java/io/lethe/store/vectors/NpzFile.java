package io.lethe.store.vectors;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A {@code .npz} of NumPy: a zip of one {@code .npy} for each array, compressed or not. */
record NpzFile(Path file, List<ArrayInfo> arrays, Map<String, Long> headers, ZipFile zip)
    implements
      ArrayFile {

  private static final String SUFFIX = ".npy";
  private static final int ARRAYS_MAX = 10_000;

  static NpzFile open(Path file) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException damaged) {
      throw ArrayFile.bad(file, "it begins as a zip and is none: " + damaged.getMessage());
    }
    try {
      return read(file, zip);
    } catch (IOException | RuntimeException failure) {
      zip.close();
      throw failure;
    }
  }

  private static NpzFile read(Path file, ZipFile zip) throws IOException {
    if (zip.size() > ARRAYS_MAX) {
      throw ArrayFile.bad(file, "%d arrays; at most %d".formatted(zip.size(), ARRAYS_MAX));
    }
    List<ArrayInfo> arrays = new ArrayList<>();
    Map<String, Long> headers = new HashMap<>();
    for (ZipEntry entry : zip.stream().toList()) {
      if (!entry.getName().endsWith(SUFFIX)) {
        continue;
      }
      String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
      try (InputStream in = zip.getInputStream(entry)) {
        NpyHeader header = NpyHeader.read(file, name, in);
        arrays.add(header.array());
        if (headers.put(name, header.bytes()) != null) {
          throw ArrayFile.bad(file, "two arrays of the name " + name);
        }
      } catch (EOFException cut) {
        throw ArrayFile.bad(file, "array %s ends within its header".formatted(name));
      }
    }
    return new NpzFile(file, arrays, headers, zip);
  }

  @Override
  public InputStream numbers(ArrayInfo array) throws IOException {
    ZipEntry entry = zip.getEntry(array.name() + SUFFIX);
    InputStream in = zip.getInputStream(entry);
    in.skipNBytes(headers.getOrDefault(array.name(), 0L));
    return in;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
