package chat.free4.bench.load.report;

/** Text in HTML. */
final class Html {
  private Html() {}

  /** Text that no browser takes for a tag, within an element or a quoted attribute. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
