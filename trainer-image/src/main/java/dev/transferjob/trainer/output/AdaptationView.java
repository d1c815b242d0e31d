package dev.transferjob.trainer.output;

import dev.transferjob.protocol.Adaptation;
import dev.transferjob.protocol.Metric;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * How the domains came together, as a section of the report.
 *
 * @param alone what was measured of the source alone; empty if that was not trained
 */
record AdaptationView(Adaptation adaptation, List<Metric> alone) {

  String html() {
    var rows = new LinkedHashMap<String, String>();
    rows.put("Algorithm", adaptation.algorithm());
    rows.put(
        "Epoch chosen by",
        "%s, %s".formatted(adaptation.validator(), Html.number(adaptation.score())));
    rows.put(
        "Accuracy on the source's validation images", Html.percent(adaptation.sourceAccuracy()));
    if (adaptation.targetAccuracy() != null) {
      rows.put(
          "Accuracy on the target's images (their labels were not used)",
          Html.percent(adaptation.targetAccuracy()));
    }
    rows.put("Domain gap before", Html.number(adaptation.gapBefore()));
    rows.put("Domain gap after", Html.number(adaptation.gapAfter()));
    add(rows, "accuracyWithoutReestimation", "Source only, statistics of the source", true);
    add(rows, "accuracy", "Source only, statistics of the target", true);
    add(rows, "domainGap", "Source only, domain gap", false);
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
        .append("<p class=\"muted\">Gap: proxy A-distance of the features, from 0 (the domains")
        .append(" cannot be told apart) to 2.</p></section>\n")
        .toString();
  }

  private void add(
      LinkedHashMap<String, String> rows, String metric, String words, boolean isShare) {
    alone.stream()
        .filter(measured -> measured.name().equals(metric))
        .findFirst()
        .ifPresent(
            measured ->
                rows.put(
                    words,
                    isShare ? Html.percent(measured.value()) : Html.number(measured.value())));
  }
}
