package dev.transferjob.trainer.job;

import dev.transferjob.api.Data;
import dev.transferjob.trainer.data.DataDigest;
import dev.transferjob.trainer.data.Dataset;
import dev.transferjob.trainer.data.ImageFolder;
import dev.transferjob.trainer.data.ImageLoader;
import dev.transferjob.trainer.data.StratifiedSplit;
import dev.transferjob.trainer.technique.Material;
import dev.transferjob.trainer.train.Examples;
import dev.transferjob.trainer.train.ImageExamples;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job's samples: to learn from, to choose the best epoch by, and to measure the result on. */
record LoadedData(
    Dataset train, Dataset validation, Optional<Dataset> test, Map<String, String> digests) {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedData.class);

  static LoadedData of(Data spec, Claims claims, long seed) {
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
    return digested(train, validation, test);
  }

  private static LoadedData digested(Dataset train, Dataset validation, Optional<Dataset> test) {
    var digests = new LinkedHashMap<String, DataDigest>();
    digests.put("train", DataDigest.of(train));
    digests.put("validation", DataDigest.of(validation));
    test.ifPresent(data -> digests.put("test", DataDigest.of(data)));
    warnOfDuplicates(digests);
    test.ifPresent(DataDigest::requireDecodable);
    var values = new LinkedHashMap<String, String>();
    digests.forEach((split, digest) -> values.put(split, digest.value()));
    return new LoadedData(train, validation, test, values);
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
    return test.isPresent() ? "test" : "validation";
  }

  Examples measured(ImageLoader loader) {
    return new ImageExamples(test.orElse(validation), digests.get(split()), loader);
  }

  Material material(ImageLoader loader) {
    return new Material(
        new ImageExamples(train, digests.get("train"), loader),
        new ImageExamples(validation, digests.get("validation"), loader));
  }
}
