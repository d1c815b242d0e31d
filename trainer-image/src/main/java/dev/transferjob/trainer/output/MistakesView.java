package dev.transferjob.trainer.output;

import dev.transferjob.trainer.data.Dataset;
import dev.transferjob.trainer.data.Sample;
import dev.transferjob.trainer.data.Thumbnail;
import dev.transferjob.trainer.metrics.Mistake;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The images that the network was surest and wrong about, as small pictures inside the report. */
record MistakesView(List<Mistake> mistakes, Dataset measured, List<String> classes) {

  String html() {
    if (mistakes.isEmpty()) {
      return "<p class=\"muted\">None: all were told right.</p>";
    }
    var html = new StringBuilder("<div class=\"mistakes\">\n");
    mistakes.forEach(mistake -> html.append(figure(mistake)));
    return html.append("</div>").toString();
  }

  private String figure(Mistake mistake) {
    Sample sample = measured.samples().get(mistake.sample());
    return """
        <figure>%s<figcaption><b>%s</b>, not %s<span>%s sure · %s</span></figcaption></figure>
        """
        .formatted(
            picture(sample),
            Html.escaped(classes.get(mistake.prediction())),
            Html.escaped(classes.get(mistake.label())),
            Html.percent(mistake.probability()),
            Html.escaped(sample.name()));
  }

  private static String picture(Sample sample) {
    Optional<byte[]> jpeg = Thumbnail.of(sample.file());
    return jpeg.map(Base64.getEncoder()::encodeToString)
        .map("<img alt=\"\" src=\"data:image/jpeg;base64,%s\">"::formatted)
        .orElse("<p class=\"muted\">no longer readable</p>");
  }
}
