package dev.transferjob.trainer.output;

import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.Adaptation;
import dev.transferjob.protocol.Gain;
import dev.transferjob.protocol.Metric;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code MODEL_CARD.md}: what the model is, how good it is, and what it is not for. */
record ModelCard(TrainedModel model) {

  String text() {
    TransferJobSpec spec = model.job().spec();
    var result = model.result();
    return """
        # %1$s

        A classifier of %2$s with %3$d classes: %4$s.

        | | |
        | --- | --- |
        | network | %5$s |
        | method | %6$s |
        | trained on | %7$d %2$s |
        | measured on | %8$d %2$s, split `%9$s` |
        %10$s

        %11$s
        ## How to use it

        The folder loads as it is with DJL Serving or DJL's `Criteria` (`model.pt`, `serving.properties`,
        `synset.txt`)%12$s.
        %13$s

        ## Limits

        The figures hold for %2$s like those it was measured on. Classes that it was not trained on
        are put into one of its own. How it came to be, with digests: `provenance.json`.
        """
        .formatted(
            model.job().name(),
            model.samples().plural(),
            model.classes().size(),
            shown(model.classes()),
            spec.model().architecture(),
            spec.method(),
            model.trainedOn(),
            result.samples(),
            result.split(),
            rows(result.metrics()),
            adaptation(result.adaptation()) + gains(result.gain(), model.job().spec()),
            model.network().export().isDescribed()
                ? "; `model.safetensors` holds the same weights under the field's usual names"
                : "",
            model.samples().input());
  }

  private static String shown(List<String> classes) {
    String first = classes.stream().limit(20).collect(Collectors.joining(", "));
    return classes.size() > 20 ? first + ", …" : first;
  }

  private static String rows(List<Metric> metrics) {
    return metrics.stream()
        .map(metric -> "| %s | %s |".formatted(metric.name(), number(metric.value())))
        .collect(Collectors.joining("\n"));
  }

  private static String adaptation(Adaptation adaptation) {
    if (adaptation == null) {
      return "";
    }
    String warning =
        adaptation.collapse() == null
            ? ""
            : "**Warning: %s.**\n\n".formatted(adaptation.collapse());
    return "%sAdapted with %s to another domain without labels; the epoch was chosen by %s. Proxy A-distance of the domains: %s before, %s after.\n\n"
        .formatted(
            warning,
            adaptation.algorithm(),
            adaptation.validator(),
            number(adaptation.gapBefore()),
            number(adaptation.gapAfter()));
  }

  private static String gains(List<Gain> gains, TransferJobSpec spec) {
    return gains.stream()
        .map(
            gain ->
                "Against the same network trained %s: %s %s (95 %% interval %s to %s).\n"
                    .formatted(
                        spec.baseline().sourceOnly() == null
                            ? "from scratch on the same samples"
                            : "on the source alone",
                        gain.name(),
                        signed(gain.value()),
                        signed(gain.low()),
                        signed(gain.high())))
        .collect(Collectors.joining());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.4f", value);
  }
}
