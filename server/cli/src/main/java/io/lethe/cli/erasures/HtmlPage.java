package io.lethe.cli.erasures;

import java.util.List;

/**
 * One HTML file that is all there is to it: no scripts, nothing loaded, made to be printed. What it is
 * given is text and is shown as text. Confined to one thread.
 */
final class HtmlPage {

  private static final String HEAD = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <meta http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src 'unsafe-inline'">
      <title>TITLE</title>
      <style>
      body { font: 16px/1.5 Georgia, 'Times New Roman', serif; color: #222; background: #fff;
        max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.7rem; margin: 0 0 .5rem; }
      h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; border-bottom: 1px solid #bbb;
        break-after: avoid; }
      p { margin: .4rem 0; }
      .outcome { font-size: 1.15rem; font-weight: bold; }
      .note { color: #555; font-size: .9rem; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; vertical-align: top; padding: .15rem 0; }
      th { width: 14rem; padding-right: 1rem; font-weight: normal; color: #555; }
      td, code { overflow-wrap: anywhere; }
      tr, li, pre { break-inside: avoid; }
      ul { margin: .4rem 0; padding-left: 1.2rem; }
      pre { white-space: pre-wrap; background: #f3f3f3; border: 1px solid #ddd; padding: .5rem;
        font-size: .85rem; margin: .4rem 0; }
      @media (max-width: 40rem) { th, td { display: block; width: auto; } td { padding-bottom: .4rem; } }
      @media print { body { font-size: 11pt; margin: 0; max-width: none; }
        pre { background: none; } @page { margin: 2cm; } }
      </style>
      </head>
      <body>
      <h1>TITLE</h1>
      """;

  private final StringBuilder body = new StringBuilder();
  private boolean inRows;

  HtmlPage(String title) {
    body.append(HEAD.replace("TITLE", escaped(title)));
  }

  void heading(String text) {
    body.append("<h2>%s</h2>\n".formatted(escaped(text)));
  }

  /** A paragraph of a style; none for plain text. */
  void paragraph(String style, String text) {
    String attribute = style.isEmpty() ? "" : " class=\"%s\"".formatted(style);
    body.append("<p%s>%s</p>\n".formatted(attribute, escaped(text)));
  }

  /** A row of a table, which goes on until {@link #endRows}; none for an empty value. */
  void row(String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    if (!inRows) {
      body.append("<table>\n");
      inRows = true;
    }
    body.append("<tr><th>%s</th><td>%s</td></tr>\n".formatted(escaped(name), escaped(value)));
  }

  void endRows() {
    if (inRows) {
      body.append("</table>\n");
      inRows = false;
    }
  }

  void list(List<String> entries) {
    body.append("<ul>\n");
    entries.forEach(entry -> body.append("<li>%s</li>\n".formatted(escaped(entry))));
    body.append("</ul>\n");
  }

  void code(String text) {
    body.append("<pre><code>%s</code></pre>\n".formatted(escaped(text)));
  }

  String html() {
    return body + "</body>\n</html>\n";
  }

  /** A word of a shell command. */
  static String shell(String word) {
    return word.matches("[A-Za-z0-9._/-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
