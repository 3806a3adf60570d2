package io.lethe.store.input;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of an input file as characters: gunzipped if they are gzip, without a byte order mark,
 * strict about UTF-8, because two ids damaged to the same replacement character would be one.
 *
 * @param name file name in lower case without {@code .gz}
 * @param firstLine first line, or its beginning, as far as it fits {@link #PEEK_BYTES}
 * @param reader all characters from the first on
 */
record InputSource(String name, String firstLine, Reader reader) implements Closeable {

  private static final int PEEK_BYTES = 1 << 16;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] UTF8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  static InputSource open(Path file) throws IOException {
    BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      return of(name(file), raw);
    } catch (IOException | RuntimeException failure) {
      raw.close();
      throw failure;
    }
  }

  private static InputSource of(String name, BufferedInputStream raw) throws IOException {
    byte[] magic = peek(raw, 2);
    boolean gzip = magic.length == 2 && magic[0] == 0x1F && magic[1] == (byte) 0x8B;
    InputStream plain = gzip ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
    BufferedInputStream bytes = new BufferedInputStream(plain, PEEK_BYTES);
    byte[] start = peek(bytes, PEEK_BYTES);
    int skip = 0;
    while (skip < UTF8_MARK.length && skip < start.length && start[skip] == UTF8_MARK[skip]) {
      skip++;
    }
    skip = skip == UTF8_MARK.length ? skip : 0;
    bytes.skipNBytes(skip);
    String text = new String(start, skip, start.length - skip, StandardCharsets.UTF_8);
    Reader reader = new InputStreamReader(
        bytes,
        StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
    return new InputSource(name, text.lines().findFirst().orElse(""), reader);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static byte[] peek(BufferedInputStream stream, int bytes) throws IOException {
    stream.mark(bytes);
    byte[] start = stream.readNBytes(bytes);
    stream.reset();
    return start;
  }

  private static String name(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
  }
}
