package dev.transferjob.operator.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.ProtocolJson;
import java.util.List;
import java.util.Random;

/** Valid specs that differ in all that makes a difference to the pod. */
final class RandomSpecs {
  static final String RUNTIME_CLASS = "sandboxed";
  static final String PRIORITY_CLASS = "urgent";

  private static final List<String> PLUGINS =
      List.of(
          "nvidia.com/gpu",
          "nvidia.com/mig-1g.10gb",
          "amd.com/gpu",
          "gpu.intel.com/i915",
          "example.com/npu");

  private final Random random;

  RandomSpecs(Random random) {
    this.random = random;
  }

  TransferJobSpec next() throws JsonProcessingException {
    var spec = ProtocolJson.mapper().createObjectNode();
    spec.put("task", "ImageClassification");
    spec.putObject("output").put("uri", uri() + "/result");
    method(spec);
    data(spec.putObject("data"));
    gpu(spec);
    scheduling(spec);
    maybe(() -> spec.put("terminationGracePeriodSeconds", 1 + random.nextInt(3600)));
    maybe(() -> spec.put("backoffLimit", random.nextInt(101)));
    maybe(() -> spec.put("activeDeadlineSeconds", 1 + random.nextInt(100_000)));
    maybe(() -> spec.put("suspend", true));
    return ProtocolJson.mapper().treeToValue(spec, TransferJobSpec.class);
  }

  private void method(ObjectNode spec) {
    var model = spec.putObject("model");
    switch (random.nextInt(4)) {
      case 0 -> {
        spec.put("method", "FromScratch");
        model.put("architecture", "ResNet18");
      }
      case 1 -> {
        spec.put("method", "FineTuning");
        pretrained(model);
      }
      case 2 -> {
        spec.put("method", "FeatureExtraction");
        var candidates = model.putArray("candidates");
        for (int i = 0; i < 2 + random.nextInt(3); i++) {
          pretrained(candidates.addObject());
        }
      }
      default -> {
        spec.put("method", "DomainAdaptation");
        pretrained(model);
        spec.putObject("domainAdaptation")
            .put("algorithm", "DANN")
            .putObject("target")
            .put("uri", uri());
      }
    }
  }

  private void pretrained(ObjectNode model) {
    model.put("architecture", "ResNet18");
    model
        .putObject("weights")
        .put("uri", uri() + "/resnet" + random.nextInt(1000) + ".safetensors");
  }

  private void data(ObjectNode data) {
    data.putObject("train").put("uri", uri());
    if (random.nextBoolean()) {
      data.putObject("validation").put("uri", uri());
    } else {
      data.put("validationFraction", "0.2");
    }
    maybe(() -> data.putObject("test").put("uri", uri()));
  }

  /** Claims and folders meet now and then, also those of inputs and output. */
  private String uri() {
    var claim = "pvc://" + pick("photos", "models", "a.b-c", "x".repeat(200));
    return random.nextBoolean() ? claim + "/" + pick("train", "a/b c/d", "2026,07=@+_") : claim;
  }

  private void gpu(ObjectNode spec) {
    var limits = spec.putObject("resources").putObject("limits");
    maybe(() -> limits.put("memory", "1Gi"));
    maybe(() -> limits.put("cpu", "2"));
    switch (random.nextInt(3)) {
      case 0 -> {
        var resource = pick(PLUGINS.toArray(String[]::new));
        limits.put(resource, "1");
        if (resource.startsWith("nvidia.com/")) {
          maybe(() -> wishes(spec.putObject("accelerator")));
        }
      }
      case 1 -> {
        var accelerator = spec.putObject("accelerator");
        accelerator.put("deviceClassName", "gpu.nvidia.com");
        maybe(() -> wishes(accelerator));
      }
      default -> {}
    }
  }

  private void wishes(ObjectNode accelerator) {
    accelerator.putArray("products").add("NVIDIA-H100-80GB-HBM3").add("Tesla-T4");
    maybe(() -> accelerator.put("minMemory", pick("1Mi", "40Gi", "79.5G")));
  }

  private void scheduling(ObjectNode spec) {
    maybe(() -> spec.putObject("nodeSelector").put("zone", "a" + random.nextInt(9)).put("b/c", ""));
    maybe(() -> tolerations(spec.putArray("tolerations")));
    maybe(() -> spec.put("runtimeClassName", RUNTIME_CLASS));
    maybe(() -> spec.put("queueName", "gpus"));
    maybe(() -> spec.put("priorityClassName", PRIORITY_CLASS));
  }

  private void tolerations(ArrayNode tolerations) {
    tolerations.addObject().put("operator", "Exists");
    maybe(
        () ->
            tolerations
                .addObject()
                .put("key", "gpu")
                .put("operator", "Equal")
                .put("value", "yes")
                .put("effect", "NoExecute")
                .put("tolerationSeconds", random.nextInt(600)));
    maybe(
        () ->
            tolerations
                .addObject()
                .put("key", "a/b")
                .put("operator", "Exists")
                .put("effect", pick("NoSchedule", "PreferNoSchedule", "NoExecute")));
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  private void maybe(Runnable change) {
    if (random.nextBoolean()) {
      change.run();
    }
  }
}
