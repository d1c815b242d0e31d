package dev.transferjob.trainer.output;

import dev.transferjob.trainer.metrics.Mistake;
import java.util.List;

/** The samples that the network was surest and wrong about. */
record MistakesView(List<Mistake> mistakes, SampleKind samples, List<String> classes) {

  String html() {
    if (mistakes.isEmpty()) {
      return "<p class=\"muted\">None: all were told right.</p>";
    }
    var html = new StringBuilder("<div class=\"mistakes\">\n");
    mistakes.forEach(mistake -> html.append(figure(mistake)));
    return html.append("</div>").toString();
  }

  private String figure(Mistake mistake) {
    return """
        <figure>%s<figcaption><b>%s</b>, not %s<span>%s sure · %s</span></figcaption></figure>
        """
        .formatted(
            samples.shown(mistake.sample()),
            Html.escaped(classes.get(mistake.prediction())),
            Html.escaped(classes.get(mistake.label())),
            Html.percent(mistake.probability()),
            Html.escaped(samples.name(mistake.sample())));
  }
}
