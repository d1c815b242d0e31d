package dev.transferjob.trainer.output;

import dev.transferjob.protocol.Adaptation;
import dev.transferjob.protocol.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * How the domains came together, as a section of the report.
 *
 * @param alone what was measured of the source alone; empty if that was not trained
 * @param split what that was measured on
 */
record AdaptationView(Adaptation adaptation, List<Metric> alone, String split) {
  private static final double LARGEST_GAP = 2;

  String html() {
    var rows = new LinkedHashMap<String, String>();
    rows.put("Algorithm", adaptation.algorithm());
    rows.put(
        "Epoch chosen by",
        "%s, %s".formatted(adaptation.validator(), Html.number(adaptation.score())));
    rows.put(
        "Accuracy on the source's validation samples", Html.percent(adaptation.sourceAccuracy()));
    if (adaptation.targetAccuracy() != null) {
      rows.put(
          "Accuracy on the target's samples (their labels were not used)",
          Html.percent(adaptation.targetAccuracy()));
    }
    add(
        rows,
        "accuracyWithoutReestimation",
        "Source only (%s), BatchNorm as trained".formatted(split));
    add(rows, "accuracy", "Source only (%s), BatchNorm of the target".formatted(split));
    var html = new StringBuilder("<section><h2>How the domains came together</h2>\n");
    if (adaptation.collapse() != null) {
      html.append("<p class=\"warning\">Warning: ");
      html.append(Html.escaped(adaptation.collapse())).append(".</p>\n");
    }
    html.append("<table>");
    rows.forEach(
        (name, value) ->
            html.append("<tr><td>%s</td><td class=\"n\">%s</td></tr>\n".formatted(name, value)));
    return html.append("</table>\n")
        .append(gaps())
        .append("<p class=\"muted\">Gap: proxy A-distance of the features, from 0 (the domains")
        .append(" cannot be told apart) to 2.</p></section>\n")
        .toString();
  }

  private String gaps() {
    var html = new StringBuilder("<h3>Domain gap</h3>\n<table class=\"bars\">");
    html.append(bar("Before", adaptation.gapBefore(), "other"));
    measured("domainGap").ifPresent(gap -> html.append(bar("Source only", gap, "other")));
    return html.append(bar("This model", adaptation.gapAfter(), ""))
        .append("</table>\n")
        .toString();
  }

  private static String bar(String name, double gap, String style) {
    return Html.bar(name, Html.number(gap), gap / LARGEST_GAP, style);
  }

  private void add(LinkedHashMap<String, String> rows, String metric, String words) {
    measured(metric).ifPresent(share -> rows.put(words, Html.percent(share)));
  }

  private Optional<Double> measured(String metric) {
    return alone.stream()
        .filter(found -> found.name().equals(metric))
        .map(Metric::value)
        .findFirst();
  }
}
