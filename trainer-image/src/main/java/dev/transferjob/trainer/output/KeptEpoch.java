package dev.transferjob.trainer.output;

import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.train.EpochRecord;
import java.util.List;

/** Which epoch's weights the model has. */
final class KeptEpoch {
  private KeptEpoch() {}

  /** A sentence for people; empty if there is nothing to tell or nobody noted it. */
  static String words(List<EpochRecord> history) {
    var ofModel = history.stream().filter(epoch -> epoch.stage() != Stage.Baseline).toList();
    if (ofModel.isEmpty()) {
      return "";
    }
    var stage = ofModel.getLast().stage();
    var epochs = ofModel.stream().filter(epoch -> epoch.stage() == stage).toList();
    if (epochs.stream().anyMatch(epoch -> epoch.best() == null)) {
      return "";
    }
    return epochs.reversed().stream()
        .filter(EpochRecord::best)
        .findFirst()
        .map(kept -> after(kept, epochs.size(), ofModel.size() > epochs.size()))
        .orElse("The model is as the head's warm-up left it: no epoch after that was better.");
  }

  private static String after(EpochRecord kept, int epochs, boolean warmedUp) {
    return "The model is as it was after epoch %d of %d%s, the best of them."
        .formatted(kept.epoch(), epochs, warmedUp ? " after the head's warm-up" : "");
  }
}
