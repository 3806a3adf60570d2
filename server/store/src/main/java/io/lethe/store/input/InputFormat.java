package io.lethe.store.input;

/** The file formats that can be read; those of text plain or gzipped, in UTF-8 or UTF-16 with its mark. */
public enum InputFormat {
  /** Cells between commas, semicolons, bars or blanks; a header line, or a column mapping. */
  CSV(",", 0),
  /** Tab-separated; a header line, or a column mapping. */
  TSV("\t", 0),
  /** MovieLens 100K {@code u.data}: user, item, rating, timestamp by tabs, no header. */
  MOVIELENS_TABS("\t", 4),
  /** MovieLens 1M {@code ratings.dat}: user, item, rating, timestamp by {@code ::}, no header. */
  MOVIELENS_COLONS("::", 4),
  /** RecBole {@code .inter}: a header of {@code name:type} cells. */
  RECBOLE("\t", 0),
  /** One JSON object after another; its members' names are those of the columns. */
  JSON_LINES("", 0),
  /** Apache Parquet, by its own compression or none; a file of its own, as it is read from its end. */
  PARQUET("", 0);

  private final String separator;
  private final int fixedColumns;

  InputFormat(String separator, int fixedColumns) {
    this.separator = separator;
    this.fixedColumns = fixedColumns;
  }

  /** What stands between two cells unless the file or the caller says otherwise. */
  String separator() {
    return separator;
  }

  /** Number of columns that the format itself lays down, 0 if a header or mapping does. */
  int fixedColumns() {
    return fixedColumns;
  }
}
