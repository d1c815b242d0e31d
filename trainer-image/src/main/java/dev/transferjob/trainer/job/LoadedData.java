package dev.transferjob.trainer.job;

import dev.transferjob.api.Data;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.Duplicates;
import dev.transferjob.trainer.data.DataDigest;
import dev.transferjob.trainer.data.Dataset;
import dev.transferjob.trainer.data.ImageExamples;
import dev.transferjob.trainer.data.ImageFolder;
import dev.transferjob.trainer.data.ImageLoader;
import dev.transferjob.trainer.data.StratifiedSplit;
import dev.transferjob.trainer.data.TargetImages;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.technique.Material;
import dev.transferjob.trainer.technique.TargetDomain;
import dev.transferjob.trainer.train.Examples;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job's samples: to learn from, to choose the best epoch by, and to measure the result on. */
record LoadedData(
    Dataset train,
    Dataset validation,
    Optional<Dataset> test,
    Optional<TargetImages> target,
    Map<String, String> digests,
    Duplicates duplicates) {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedData.class);
  private static final String TARGET = "domainAdaptation.target";

  /** So many images of each domain measure the gap between them. */
  private static final int SAMPLE = 500;

  static LoadedData of(TransferJobSpec job, Claims claims) {
    Data spec = job.data();
    long seed = job.training().seed();
    Dataset all =
        new ImageFolder("data.train", claims.input("data.train.uri", spec.train().uri())).read();
    Dataset train = all;
    Dataset validation;
    if (spec.validation() == null) {
      double fraction = Double.parseDouble(spec.validationFraction());
      StratifiedSplit split = StratifiedSplit.of(all, fraction, seed);
      train = split.train();
      validation = split.validation();
    } else {
      validation =
          new ImageFolder(
                  "data.validation", claims.input("data.validation.uri", spec.validation().uri()))
              .read(all.classes());
    }
    Optional<Dataset> test =
        Optional.ofNullable(spec.test())
            .map(source -> claims.input("data.test.uri", source.uri()))
            .map(path -> new ImageFolder("data.test", path).read(all.classes()));
    Optional<TargetImages> target =
        Optional.ofNullable(job.domainAdaptation())
            .map(options -> claims.input(TARGET + ".uri", options.target().uri()))
            .map(path -> TargetImages.read(new ImageFolder(TARGET, path), all.classes()));
    return digested(train, validation, test, target);
  }

  private static LoadedData digested(
      Dataset train, Dataset validation, Optional<Dataset> test, Optional<TargetImages> target) {
    var digests = new LinkedHashMap<String, DataDigest>();
    digests.put("train", DataDigest.of(train));
    digests.put("validation", DataDigest.of(validation));
    test.ifPresent(data -> digests.put("test", DataDigest.of(data)));
    warnOfDuplicates(digests);
    test.ifPresent(DataDigest::requireDecodable);
    var values = new LinkedHashMap<String, String>();
    digests.forEach((split, digest) -> values.put(split, digest.value()));
    Optional<DataDigest> ofTarget = target.map(data -> DataDigest.of(data.images()));
    ofTarget.ifPresent(digest -> values.put("target", digest.value()));
    DataDigest measured =
        Optional.ofNullable(digests.get("test"))
            .or(() -> ofTarget.filter(any -> target.flatMap(TargetImages::labelled).isPresent()))
            .orElse(digests.get("validation"));
    DataDigest learned = digests.get("train");
    var duplicates =
        new Duplicates(learned.duplicates(), Math.toIntExact(measured.shared(learned)));
    return new LoadedData(train, validation, test, target, values, duplicates);
  }

  /** An image that was learned says nothing about unseen ones. */
  private static void warnOfDuplicates(Map<String, DataDigest> digests) {
    DataDigest train = digests.get("train");
    digests.forEach(
        (split, digest) -> {
          if (digest.duplicates() > 0) {
            LOG.warn("data.{}: {} files have the content of another", split, digest.duplicates());
          }
          if (!split.equals("train") && digest.shared(train) > 0) {
            LOG.warn(
                "data.{}: {} of {} files are in data.train too, so its score is too good",
                split,
                digest.shared(train),
                digest.contents().size());
          }
        });
  }

  /** The split that the result is measured on. */
  String split() {
    if (test.isPresent()) {
      return "test";
    }
    return labelledTarget().isPresent() ? "target" : "validation";
  }

  /** The samples of {@link #split}. */
  Dataset measured() {
    return test.or(this::labelledTarget).orElse(validation);
  }

  Examples measured(ImageLoader loader, Torch torch) {
    return new ImageExamples(measured(), digests.get(split()), loader, torch);
  }

  private Optional<Dataset> labelledTarget() {
    return target.flatMap(TargetImages::labelled);
  }

  /**
   * What to learn from.
   *
   * @param targets loads the target's images beside those of {@code loader}
   */
  Material material(ImageLoader loader, ImageLoader targets, Torch torch) {
    return new Material(
        new ImageExamples(train, digests.get("train"), loader, torch),
        new ImageExamples(validation, digests.get("validation"), loader, torch),
        target.map(found -> domain(found, loader, targets, torch)));
  }

  private TargetDomain domain(
      TargetImages found, ImageLoader loader, ImageLoader targets, Torch torch) {
    int count = Math.min(SAMPLE, Math.min(train.size(), found.images().size()));
    String digest = digests.get("target");
    return new TargetDomain(
        new ImageExamples(found.images(), digest, targets, torch),
        found.labels(),
        new ImageExamples(found.images().some(count), digest, targets, torch),
        new ImageExamples(train.some(count), digests.get("train"), loader, torch));
  }
}
