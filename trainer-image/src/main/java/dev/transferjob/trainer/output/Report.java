package dev.transferjob.trainer.output;

import dev.transferjob.api.BaselineSpec;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.Adaptation;
import dev.transferjob.protocol.Candidate;
import dev.transferjob.protocol.Duplicates;
import dev.transferjob.protocol.Gain;
import dev.transferjob.protocol.Metric;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.metrics.ClassScore;
import dev.transferjob.trainer.metrics.Evaluation;
import dev.transferjob.trainer.model.Unit;
import dev.transferjob.trainer.train.EpochRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** {@code report.html}: one file that needs nothing else. */
record Report(TrainedModel model) {

  String html() throws IOException {
    var parts = new LinkedHashMap<String, String>();
    parts.put("name", Html.escaped(model.job().name()));
    parts.put("summary", summary());
    parts.put("tiles", tiles());
    parts.put("accuracyChart", chart(epoch -> epoch.metric("accuracy"), LineChart.Scale.SHARE));
    parts.put("lossChart", chart(EpochRecord::trainingLoss, LineChart.Scale.LOSS));
    parts.put("chartKey", key());
    parts.put("kept", KeptEpoch.words(model.history()));
    parts.put("timeline", new TimelineView(model.history(), units()).svg());
    parts.put("timelineKey", timelineKey());
    parts.put("gain", adaptation() + gain() + candidates() + inputBound() + duplicates());
    parts.put("split", Html.escaped(model.result().split()));
    parts.put("samples", Integer.toString(model.result().samples()));
    parts.put("plural", model.samples().plural());
    parts.put(
        "confusion", new ConfusionView(model.evaluation().confusion(), model.classes()).html());
    parts.put(
        "mistakes",
        new MistakesView(model.evaluation().mistakes(), model.samples(), model.classes()).html());
    parts.put("classes", classTable());
    parts.put("provenance", provenance());
    return filled(parts);
  }

  private static String filled(Map<String, String> parts) throws IOException {
    try (InputStream in = Report.class.getResourceAsStream("report.html")) {
      String html = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> part : parts.entrySet()) {
        html = html.replace("${" + part.getKey() + "}", part.getValue());
      }
      return html;
    }
  }

  private String summary() {
    TransferJobSpec spec = model.job().spec();
    return "%s by %s, trained on %d %s of %d classes"
        .formatted(
            spec.model().architecture(),
            spec.method(),
            model.trainedOn(),
            model.samples().plural(),
            model.classes().size());
  }

  private String tiles() {
    Evaluation evaluation = model.evaluation();
    var html = new StringBuilder();
    html.append(
        tile("main", Html.percent(evaluation.accuracy()), "accuracy on " + model.result().split()));
    html.append(tile("", Html.number(evaluation.macroF1()), "macro F1"));
    for (Gain gain : model.result().gain()) {
      html.append(
          tile(
              "",
              Html.points(gain.value()),
              "points above %s (95 %% interval %s to %s)"
                  .formatted(
                      isSourceOnly() ? "the source alone" : "training from scratch",
                      Html.points(gain.low()),
                      Html.points(gain.high()))));
    }
    for (Metric metric : model.result().untouched()) {
      if (metric.name().equals("accuracy")) {
        html.append(tile("", Html.percent(metric.value()), "before training"));
      }
    }
    return html.toString();
  }

  private boolean isSourceOnly() {
    BaselineSpec baseline = model.job().spec().baseline();
    return baseline != null && baseline.sourceOnly() != null;
  }

  private String adaptation() {
    Adaptation adaptation = model.result().adaptation();
    return adaptation == null
        ? ""
        : new AdaptationView(
                adaptation,
                isSourceOnly() ? model.result().baseline().metrics() : List.of(),
                model.result().split())
            .html();
  }

  private String candidates() {
    if (model.result().candidates().isEmpty()) {
      return "";
    }
    var html = new StringBuilder("<section><h2>Why this network</h2><table>");
    html.append("<tr><th>Candidate</th><th>Weights</th><th class=\"n\">LogME</th></tr>\n");
    for (Candidate candidate : model.result().candidates()) {
      html.append(
          "<tr><td>%s</td><td>%s</td><td class=\"n\">%.4f</td></tr>\n"
              .formatted(
                  candidate.architecture(), Html.escaped(candidate.uri()), candidate.logMe()));
    }
    return html.append("</table></section>\n").toString();
  }

  private String inputBound() {
    long bound = model.history().stream().filter(EpochRecord::isInputBound).count();
    return bound == 0
        ? ""
        : "<p class=\"muted\">Input-bound: in %d of %d epochs reading samples, not the network, decided how long training took.</p>"
            .formatted(bound, model.history().size());
  }

  private String duplicates() {
    Duplicates found = model.result().duplicates();
    return found == null
        ? ""
        : "<p class=\"warning\">Duplicates: %d training files have the content of another; %d of the %d files it was measured on were trained on too%s.</p>\n"
            .formatted(
                found.training(),
                found.measured(),
                model.result().samples(),
                found.measured() > 0 ? ", so its score is too good" : "");
  }

  private List<String> units() {
    return model.network().units().stream().map(Unit::name).toList();
  }

  private String timelineKey() {
    return model.history().stream().allMatch(epoch -> epoch.trainedUnits().isEmpty())
        ? "Only the head learned; the backbone stayed as it was."
        : "Above: the head's learning rate at each epoch's end. Below: when each part of the backbone learned.";
  }

  private static String tile(String style, String value, String words) {
    return "<div class=\"tile %s\"><b>%s</b><span>%s</span></div>\n".formatted(style, value, words);
  }

  private String chart(ToDoubleFunction<EpochRecord> value, LineChart.Scale scale) {
    return new LineChart(values(false, value), values(true, value), scale).svg();
  }

  private List<Double> values(boolean ofBaseline, ToDoubleFunction<EpochRecord> value) {
    return model.history().stream()
        .filter(epoch -> (epoch.stage() == Stage.Baseline) == ofBaseline)
        .map(value::applyAsDouble)
        .toList();
  }

  private String key() {
    String other =
        values(true, EpochRecord::trainingLoss).isEmpty()
            ? ""
            : "<span><i class=\"other\"></i>%s</span>"
                .formatted(isSourceOnly() ? "source only" : "from scratch");
    return "<p class=\"key\"><span><i></i>this model</span>%s</p>".formatted(other);
  }

  private String gain() {
    return model
        .baseline()
        .map(
            baseline ->
                """
                <section><h2>What transfer gained</h2>
                <table class="bars">%s%s</table>
                <p class="muted">The same network %s saw as many samples, in %s s against this model's %s s%s. It was best after %d steps.</p>
                </section>
                """
                    .formatted(
                        bar("This model", model.evaluation(), ""),
                        bar(isSourceOnly() ? "Source only" : "From scratch", baseline, "other"),
                        isSourceOnly() ? "without the target" : "from random weights",
                        Html.seconds(model.result().baseline().seconds()),
                        Html.seconds(model.result().baseline().modelSeconds()),
                        model.result().baseline().converged()
                            ? ", and had learned its training samples"
                            : ", and had not yet learned its training samples",
                        model.result().baseline().stepsToBest()))
        .orElse("");
  }

  private static String bar(String name, Evaluation measured, String style) {
    double share = measured.accuracy();
    return Html.bar(name, Html.percent(share), share, style);
  }

  private String classTable() {
    var html = new StringBuilder("<table><tr><th>Class</th><th class=\"n\">Samples</th>");
    html.append("<th class=\"n\">Precision</th><th class=\"n\">Recall</th>");
    html.append("<th class=\"n\">F1</th></tr>\n");
    for (ClassScore score : model.evaluation().classScores()) {
      html.append(
          "<tr><td>%s</td><td class=\"n\">%d</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td></tr>\n"
              .formatted(
                  Html.escaped(model.classes().get(score.label())),
                  score.actual(),
                  Html.number(score.precision()),
                  Html.number(score.recall()),
                  Html.number(score.f1())));
    }
    return html.append("</table>").toString();
  }

  private String provenance() {
    Provenance from = model.provenance();
    var rows = new LinkedHashMap<String, String>();
    rows.put("Started", from.start().toString());
    rows.put("Finished", from.end().toString());
    rows.put("Computed by", from.machine());
    rows.put("Seed", Long.toString(from.seed()));
    rows.put("Spec, sha256", from.specSha256());
    from.data().forEach((split, digest) -> rows.put("Data " + split + ", sha256", digest));
    if (from.weights() != null) {
      rows.put("Weights, sha256", from.weights());
    }
    var html = new StringBuilder("<table>");
    rows.forEach(
        (name, value) ->
            html.append(
                "<tr><td>%s</td><td class=\"wide\">%s</td></tr>\n"
                    .formatted(name, Html.escaped(value))));
    return html.append("</table>").toString();
  }
}
