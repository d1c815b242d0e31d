package dev.transferjob.trainer.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.Metric;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.protocol.TerminationMessage;
import dev.transferjob.trainer.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A job in folders as a pod has them mounted: claims {@code data} and {@code models}. */
final class TestJob {
  private final Path root;
  private final ObjectNode snapshot;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * A job of CifarResNet8 that trains on {@code pvc://data/train} and validates on {@code val}.
   *
   * @param root holds {@code inputs} and gets {@code output}
   */
  TestJob(Path root, String name, String method) throws IOException {
    this.root = root;
    String json =
        """
        {"name": "%s", "namespace": "tests", "uid": "uid-%s", "run": 1, "spec": {
          "task": "ImageClassification", "method": "%s",
          "model": {"architecture": "CifarResNet8"},
          "data": {"train": {"uri": "pvc://data/train"}, "validation": {"uri": "pvc://data/val"}},
          "training": {"epochs": 2, "batchSize": 16},
          "output": {"uri": "pvc://models/%s"}}}
        """
            .formatted(name, name, method, name);
    snapshot = (ObjectNode) ProtocolJson.mapper().readTree(json);
    environment.put("TRANSFERJOB_JOB_FILE", root.resolve(name + ".json").toString());
    environment.put("TRANSFERJOB_TERMINATION_FILE", root.resolve(name + ".end").toString());
    environment.put("TRANSFERJOB_INPUTS", root.resolve("inputs").toString());
    environment.put("TRANSFERJOB_OUTPUT", root.resolve("output").toString());
    environment.put("TRANSFERJOB_CPU_LIMIT", "1");
  }

  /** Sets a part of the spec by JSON pointer, for example {@code /training/epochs}. */
  TestJob with(String pointer, String json) throws IOException {
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = snapshot.get("spec").at(pointer.substring(0, slash));
    ((ObjectNode) parent).set(pointer.substring(slash + 1), ProtocolJson.mapper().readTree(json));
    return this;
  }

  TestJob weights(Path file) throws IOException {
    String uri = "pvc://weights/" + root.resolve("inputs/weights").relativize(file);
    return with("/model/weights", "{\"uri\": \"%s\"}".formatted(uri));
  }

  TransferJobSpec spec() throws IOException {
    return ProtocolJson.mapper().treeToValue(snapshot.get("spec"), TransferJobSpec.class);
  }

  TestJob environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Map<String, String> environment() throws IOException {
    Files.writeString(Path.of(environment.get("TRANSFERJOB_JOB_FILE")), snapshot.toString());
    return environment;
  }

  /** Runs one attempt on this thread and returns its exit code. */
  int run() throws IOException {
    return new TrainerProcess(
            TrainerEnvironment.of(environment()), new StopSignal(), Clock.systemUTC())
        .run();
  }

  TerminationMessage end() throws IOException {
    Path file = Path.of(environment.get("TRANSFERJOB_TERMINATION_FILE"));
    return ProtocolJson.mapper().readValue(Files.readAllBytes(file), TerminationMessage.class);
  }

  double accuracy() throws IOException {
    return accuracy(end().result().metrics());
  }

  static double accuracy(List<Metric> metrics) {
    return metrics.stream()
        .filter(metric -> metric.name().equals("accuracy"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  /** The lines of metrics.jsonl. */
  List<JsonNode> epochs() throws IOException {
    var epochs = new ArrayList<JsonNode>();
    for (String line : Files.readAllLines(output().resolve("metrics.jsonl"))) {
      epochs.add(ProtocolJson.mapper().readTree(line));
    }
    return epochs;
  }

  Path output() {
    return root.resolve("output/models").resolve(snapshot.get("name").asText());
  }

  /** Puts the trained model into the claim {@code weights}, under the job's name. */
  Path asWeights() throws IOException {
    String name = snapshot.get("name").asText() + ".safetensors";
    Path weights = root.resolve("inputs/weights").resolve(name);
    Files.createDirectories(weights.getParent());
    return Files.copy(output().resolve("model.safetensors"), weights);
  }

  /** The checkpoints' folder. */
  Path checkpoints() {
    return output().resolve(".transferjob/uid-" + snapshot.get("name").asText() + "/checkpoints");
  }
}
