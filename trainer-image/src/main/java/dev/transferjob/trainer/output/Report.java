package dev.transferjob.trainer.output;

/** {@code report.html}. */
record Report(TrainedModel model) {

  String html() {
    return "";
  }
}
