package dev.transferjob.operator.transferjob;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a scrape of an operator's metrics brought. */
record Scrape(String text) {
  private static final Pattern SERIES =
      Pattern.compile("(?m)^([a-z_]+)(?:\\{([^}]*)})? ([-0-9.Ee]+|NaN)$");

  /** The sum over all series of each name. */
  Map<String, Double> sums() {
    var sums = new TreeMap<String, Double>();
    var series = SERIES.matcher(text);
    while (series.find()) {
      sums.merge(series.group(1), Double.parseDouble(series.group(3)), Double::sum);
    }
    return sums;
  }

  /** How much larger the sum of a name is than it was. */
  double moved(String name, Scrape before) {
    return sums().getOrDefault(name, 0.0) - before.sums().getOrDefault(name, 0.0);
  }

  /** Each name with each of its labels. */
  Set<String> labels() {
    var labels = new HashSet<String>();
    var series = SERIES.matcher(text);
    while (series.find()) {
      if (series.group(2) != null) {
        for (var label : series.group(2).split(",", -1)) {
          labels.add(series.group(1) + " " + label.split("=", 2)[0]);
        }
      }
    }
    return labels;
  }
}
