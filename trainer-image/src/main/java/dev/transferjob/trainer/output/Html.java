package dev.transferjob.trainer.output;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Text and numbers as the report shows them. */
final class Html {
  private static final MathContext TWO_DIGITS = new MathContext(2);

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

  /** A time, with one digit below ten seconds. */
  static String seconds(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
  }

  /** A learning rate with two digits: 0.001, 5e-05. */
  static String rate(double value) {
    return value == 0 || value >= 0.0001
        ? BigDecimal.valueOf(value).round(TWO_DIGITS).stripTrailingZeros().toPlainString()
        : String.format(Locale.ROOT, "%.0e", value);
  }

  /**
   * A row of a table of bars.
   *
   * @param share of the full width
   * @param style of the bar; empty: as this model's
   */
  static String bar(String name, String value, double share, String style) {
    return "<tr><td>%s</td><td class=\"n\">%s</td><td><span class=\"bar %s\" style=\"width: %s%%\"></span></td></tr>"
        .formatted(name, value, style, coordinate(100 * share));
  }

  /** A coordinate in an SVG. */
  static String coordinate(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
