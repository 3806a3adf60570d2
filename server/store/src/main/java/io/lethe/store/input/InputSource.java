package io.lethe.store.input;

import io.lethe.store.input.bytes.TextEncoding;
import io.lethe.store.input.bytes.WholeGzip;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;

/**
 * The bytes of an input file as characters: gunzipped if they are gzip, in the encoding that its
 * byte order mark names or in UTF-8, and strict, because two ids damaged to the same replacement
 * character would be one.
 *
 * @param name file name in lower case without {@code .gz}
 * @param start the first characters, as far as they fit {@link #PEEK_BYTES}
 * @param reader all characters from the first on
 */
public record InputSource(String name, String start, BufferedReader reader) implements Closeable {

  private static final int PEEK_BYTES = 1 << 16;
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Opens a stream; closing this closes it.
   *
   * @throws BadInputException if it is an archive or another file that is no text
   */
  public static InputSource of(String name, InputStream stream) throws IOException {
    BufferedInputStream raw = new BufferedInputStream(stream, BUFFER_BYTES);
    byte[] magic = peek(raw, 2);
    boolean gzip = magic.length == 2 && magic[0] == 0x1F && magic[1] == (byte) 0x8B;
    InputStream plain = gzip ? new WholeGzip(raw, BUFFER_BYTES) : raw;
    BufferedInputStream bytes = new BufferedInputStream(plain, PEEK_BYTES);
    byte[] start = peek(bytes, PEEK_BYTES);
    ForeignFile.refuse(name, start);
    TextEncoding encoding = TextEncoding.of(start);
    bytes.skipNBytes(encoding.markBytes());
    String text = new String(
        start, encoding.markBytes(), start.length - encoding.markBytes(), encoding.charset());
    InputStreamReader characters = new InputStreamReader(
        bytes,
        encoding.charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
    return new InputSource(plain(name), text, new BufferedReader(characters));
  }

  /** The first line that is not blank, or as much of it as {@link #start} holds. */
  public String firstLine() {
    return start.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }

  /**
   * Leaves the first line that is not blank, and those before it, out of {@link #reader}.
   *
   * @return how many lines these are
   */
  public long skipFirstLine() throws IOException {
    long lines = 1;
    for (String line = reader.readLine(); line != null
        && line.isBlank(); line = reader.readLine()) {
      lines++;
    }
    return lines;
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

  private static String plain(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
  }
}
