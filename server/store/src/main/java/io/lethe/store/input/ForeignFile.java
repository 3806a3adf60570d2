package io.lethe.store.input;

import io.lethe.store.input.bytes.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that people bring and that are no text: refused by name, with the way to convert them. */
enum ForeignFile {
  ZIP(
      "PK\003\004", "a zip archive or an Excel workbook",
      "unpack it (unzip FILE), or save the sheet as CSV"),
  BZIP2("BZh", "compressed with bzip2", "unpack it (bunzip2 FILE)"),
  XZ("\u00FD7zXZ\0", "compressed with xz", "unpack it (unxz FILE)"),
  ZSTD("(\u00B5/\u00FD", "compressed with zstd", "unpack it (unzstd FILE)"),
  SEVEN_ZIP("7z\u00BC\u00AF'\u001C", "a 7z archive", "unpack it (7z x FILE)"),
  PARQUET(
      "PAR1", "a Parquet file",
      "interactions are read from one that is named and not gzipped or piped; convert it for"
          + " anything else, such as with duckdb: copy (from 'FILE') to 'ratings.csv'"),
  ENCRYPTED_PARQUET("PARE", "an encrypted Parquet file", "write it without encryption"),
  ARROW("ARROW1", "an Arrow or Feather file", "write it as Parquet or CSV"),
  FEATHER("FEA1", "a Feather file", "write it as Parquet or CSV"),
  AVRO("Obj\001", "an Avro file", "write it as Parquet, CSV or JSON lines"),
  LZ4("\004\"M\030", "compressed with lz4", "unpack it (unlz4 FILE)"),
  PAGE("<!DOCTYPE ", "a page of the web", "look whether its download failed or needs a login"),
  PAGE_LOWER(
      "<!doctype ", "a page of the web", "look whether its download failed or needs a login"),
  PAGE_BARE("<html", "a page of the web", "look whether its download failed or needs a login"),
  UTF_32("\u00FF\u00FE\0\0", "text in UTF-32", "convert it (iconv -f utf-32 -t utf-8 FILE)"),
  SQLITE(
      "SQLite format 3", "an SQLite database",
      "export a table: sqlite3 -header -csv FILE" + " 'select * from ratings'"),
  HDF5("\u0089HDF\r\n", "an HDF5 file", "export it as CSV, such as with pandas"),
  NUMPY("\u0093NUMPY", "a numpy array", "export it as CSV, such as with numpy.savetxt"),
  EXCEL("\u00D0\u00CF\u0011\u00E0", "an Excel workbook", "save the sheet as CSV"),
  PICKLE_4("\u0080\u0004\u0095", "a Python pickle", "export it as CSV, such as with pandas"),
  PICKLE_5("\u0080\u0005\u0095", "a Python pickle", "export it as CSV, such as with pandas");

  private static final int TAR_MAGIC_AT = 257;
  private static final String TAR_MAGIC = "ustar";

  /** The first bytes, one character each. */
  private final String magic;
  private final String what;
  private final String wayOut;

  ForeignFile(String magic, String what, String wayOut) {
    this.magic = magic;
    this.what = what;
    this.wayOut = wayOut;
  }

  /** Whether a file begins as one of this kind does; a pipe, which is read once, never does. */
  boolean begins(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      return isAt(bytes.readNBytes(magic.length()), 0, magic);
    }
  }

  /**
   * Refuses what is no text.
   *
   * @param start the first bytes, gunzipped
   * @throws BadInputException naming the kind of file and how to convert it
   */
  static void refuse(String file, byte[] start) {
    for (ForeignFile kind : values()) {
      if (isAt(start, 0, kind.magic)) {
        throw new BadInputException(
            file, 1, "the file is %s; %s".formatted(kind.what, kind.wayOut));
      }
    }
    if (isAt(start, TAR_MAGIC_AT, TAR_MAGIC)) {
      throw new BadInputException(file, 1, "the file is a tar archive; unpack it (tar xf FILE)");
    }
    if (TextEncoding.of(start).markBytes() == 0 && hasZero(start)) {
      throw new BadInputException(
          file, 1,
          "the file is no text, or UTF-16 without its mark, as it holds zero bytes; convert"
              + " it, such as with iconv -f utf-16le -t utf-8 FILE");
    }
  }

  private static boolean hasZero(byte[] start) {
    for (byte each : start) {
      if (each == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAt(byte[] start, int from, String magic) {
    return start.length >= from + magic.length()
        && new String(start, from, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
  }
}
