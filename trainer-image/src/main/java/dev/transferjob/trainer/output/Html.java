package dev.transferjob.trainer.output;

import java.util.Locale;

/** Text and numbers as the report shows them. */
final class Html {
  private Html() {}

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A share as a percentage with one digit: 0.9542 is 95.4 %. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** A difference of shares in percentage points, with its sign. */
  static String points(double difference) {
    return String.format(Locale.ROOT, "%+.1f", 100 * difference).replace('-', '−');
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** A coordinate in an SVG. */
  static String coordinate(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
