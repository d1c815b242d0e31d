package dev.transferjob.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Memory of whole jobs: whether it stays flat over many steps, how often pages are mapped anew, and
 * the most that is resident against the PyTorch script.
 */
final class MemoryBenchmark implements Benchmark {
  private static final Pattern EPOCH = Pattern.compile("Training epoch (\\d+)/\\d+:");
  private static final int PER_CLASS = 50;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<Figure> run() throws Exception {
    Optional<Path> data = DataSets.folder();
    if (data.isEmpty()) {
      return List.of(Figure.skipped(name(), DataSets.ABSENT));
    }
    var figures = new ArrayList<Figure>();
    figures.add(flatOnSmallImages(data.get()));
    try (var photos = new Hymenoptera(data.get())) {
      var training = photos.job("FineTuning", "training: {epochs: 20, batchSize: 16}");
      int steps = 20 * 16; // 244 photos in batches of 16
      figures.add(flat("memory-flat-224px", training, 3, 20, steps));
      figures.add(faults(training, 3, 20, 16));
      figures.addAll(peaks(photos, training));
    }
    return List.copyOf(figures);
  }

  /** 500 images in batches of 20 are 25 steps an epoch: epoch 20 ends with step 500. */
  private Figure flatOnSmallImages(Path data) throws Exception {
    try (var work = new Scratch("memory")) {
      Path inputs = Files.createDirectories(work.path().resolve("inputs/data"));
      few(data.resolve("cifar10.zip"), inputs, work.path().resolve("unpacked"));
      String spec =
          """
          task: ImageClassification
          method: FromScratch
          model: {architecture: CifarResNet20}
          data: {train: {uri: "pvc://data/train"}, validation: {uri: "pvc://data/val"}}
          training: {epochs: 100, batchSize: 20}
          output: {uri: "pvc://models/result"}
          """;
      Path folder = Files.createDirectories(work.path().resolve("run"));
      var training = TrainerRun.of(spec, work.path().resolve("inputs"), folder);
      return flat("memory-flat-cifar", training, 20, 100, 2500);
    }
  }

  private static void few(Path zip, Path target, Path unpacked) throws Exception {
    DataSets.unpack(zip, unpacked);
    try (Stream<Path> classes = Files.list(unpacked.resolve("cifar10/train"))) {
      for (Path folder : classes.toList()) {
        try (Stream<Path> images = Files.list(folder)) {
          List<Path> sorted = images.sorted().limit(PER_CLASS + 10).toList();
          for (Path image : sorted) {
            String split = sorted.indexOf(image) < PER_CLASS ? "train" : "val";
            Path copy = target.resolve(split).resolve(folder.getFileName());
            Files.copy(image, Files.createDirectories(copy).resolve(image.getFileName()));
          }
        }
      }
    }
  }

  private static Figure flat(String name, Measured job, int early, int late, int steps) {
    double before = at(job, early).resident();
    double after = at(job, late).resident();
    return Figure.of(
        name,
        after / before,
        "x",
        "<= 1.02 x",
        "resident memory at step %d against step %d: %.0f and %.0f MiB"
            .formatted(steps, steps * early / late, after, before));
  }

  private static Figure faults(Measured job, int early, int late, int stepsAnEpoch) {
    double pages = at(job, late).minorFaults() - at(job, early).minorFaults();
    double steps = (double) (late - early) * stepsAnEpoch;
    return Figure.of(
        "memory-faults-224px",
        pages / steps,
        "pages",
        "counted",
        "minor page faults a step of EfficientNet-Lite0, batch 16, with evaluation");
  }

  /** What the process' memory was when this epoch's line came. */
  private static ProcessMemory at(Measured job, int epoch) {
    return job.lines().stream()
        .filter(line -> isEnd(line.text(), epoch))
        .findFirst()
        .map(Measured.Line::memory)
        .orElseThrow(() -> new IllegalStateException("no epoch " + epoch + ": " + job.log()));
  }

  private static boolean isEnd(String line, int epoch) {
    var found = EPOCH.matcher(line);
    return found.find() && Integer.parseInt(found.group(1)) == epoch;
  }

  private static List<Figure> peaks(Hymenoptera photos, Measured training) throws Exception {
    Optional<Peer.Scripts> scripts = Peer.scripts();
    if (scripts.isEmpty()) {
      return List.of(Figure.skipped("memory-peak", Peer.NO_SCRIPTS));
    }
    var extraction = photos.job("FeatureExtraction", "training: {epochs: 20}");
    return List.of(
        peak("extraction", extraction, photos.peer(scripts.get(), "a")),
        peak("fine-tuning", training, photos.peer(scripts.get(), "c")));
  }

  private static Figure peak(String what, Measured ours, Measured theirs) {
    return Figure.against(
        "PyTorch script",
        "memory-peak-" + what,
        ours.peak(),
        "MiB",
        ours.peak() / theirs.peak(),
        "<= 0.8x",
        "most resident at once; the script %.0f MiB".formatted(theirs.peak()));
  }
}
