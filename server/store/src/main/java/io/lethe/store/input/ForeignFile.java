package io.lethe.store.input;

import java.nio.charset.StandardCharsets;

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
      "convert it, such as with duckdb: copy (from 'FILE') to" + " 'ratings.csv'"),
  SQLITE(
      "SQLite format 3", "an SQLite database",
      "export a table: sqlite3 -header -csv FILE" + " 'select * from ratings'"),
  HDF5("\u0089HDF\r\n", "an HDF5 file", "export it as CSV, such as with pandas"),
  NUMPY("\u0093NUMPY", "a numpy array", "export it as CSV, such as with numpy.savetxt"),
  PICKLE("\u0080\u0004\u0095", "a Python pickle", "export it as CSV, such as with pandas");

  private static final int TAR_MAGIC_AT = 257;
  private static final String TAR_MAGIC = "ustar";

  /** What a file begins with: one character a byte. */
  private final String magic;
  private final String what;
  private final String wayOut;

  ForeignFile(String magic, String what, String wayOut) {
    this.magic = magic;
    this.what = what;
    this.wayOut = wayOut;
  }

  /**
   * Refuses what is no text.
   *
   * @param start the first bytes, gunzipped
   * @throws BadInputException naming the kind of file and how to convert it
   */
  static void refuse(String file, byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    for (ForeignFile kind : values()) {
      if (text.startsWith(kind.magic)) {
        throw new BadInputException(
            file, 1, "the file is %s; %s".formatted(kind.what, kind.wayOut));
      }
    }
    if (text.startsWith(TAR_MAGIC, TAR_MAGIC_AT)) {
      throw new BadInputException(file, 1, "the file is a tar archive; unpack it (tar xf FILE)");
    }
  }
}
