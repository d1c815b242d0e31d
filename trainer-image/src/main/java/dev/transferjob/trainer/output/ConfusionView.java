package dev.transferjob.trainer.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The confusion matrix as a table of shaded cells; with many classes, the commonest mistakes
 * instead.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ConfusionView(int[][] confusion, List<String> classes) {
  private static final int LARGEST_MATRIX = 25;
  private static final int MISTAKES = 20;

  String html() {
    return classes.size() <= LARGEST_MATRIX ? matrix() : mistakes();
  }

  private String matrix() {
    var html = new StringBuilder();
    html.append("<div class=\"scroll\"><table class=\"matrix\"><thead><tr><th></th>");
    classes.forEach(name -> html.append("<th>").append(Html.escaped(name)).append("</th>"));
    html.append("</tr></thead><tbody>\n");
    for (int label = 0; label < confusion.length; label++) {
      html.append("<tr><th>").append(Html.escaped(classes.get(label))).append("</th>");
      int total = Math.max(1, Arrays.stream(confusion[label]).sum());
      for (int count : confusion[label]) {
        html.append(cell(count, (double) count / total));
      }
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div>");
    html.append("<p class=\"muted\">Rows: the true class. Columns: the prediction.</p>");
    return html.toString();
  }

  private static String cell(int count, double share) {
    String shade = String.format(Locale.ROOT, "rgba(var(--cell), %.2f)", 0.04 + 0.75 * share);
    return "<td style=\"background: %s\">%s</td>".formatted(shade, count == 0 ? "" : count);
  }

  /** One kind of mistake. */
  private record Mistake(int label, int prediction, int count) {}

  private String mistakes() {
    var found = new ArrayList<Mistake>();
    for (int label = 0; label < confusion.length; label++) {
      for (int prediction = 0; prediction < confusion.length; prediction++) {
        if (label != prediction && confusion[label][prediction] > 0) {
          found.add(new Mistake(label, prediction, confusion[label][prediction]));
        }
      }
    }
    found.sort(Comparator.comparingInt(Mistake::count).reversed());
    var html = new StringBuilder("<table><tr><th>True class</th><th>Taken for</th>");
    html.append("<th class=\"n\">How often</th></tr>\n");
    for (Mistake mistake : found.subList(0, Math.min(MISTAKES, found.size()))) {
      html.append(
          "<tr><td>%s</td><td>%s</td><td class=\"n\">%d</td></tr>\n"
              .formatted(
                  Html.escaped(classes.get(mistake.label())),
                  Html.escaped(classes.get(mistake.prediction())),
                  mistake.count()));
    }
    return html.append("</table>").toString();
  }
}
