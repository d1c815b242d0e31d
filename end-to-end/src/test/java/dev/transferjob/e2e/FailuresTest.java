package dev.transferjob.e2e;

import static dev.transferjob.api.ConditionType.Failed;
import static dev.transferjob.api.ConditionType.Running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.transferjob.api.Condition;
import dev.transferjob.cluster.LocalCluster;
import dev.transferjob.images.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a person gets wrong is named, with advice, within 30 s, and leaves no output. */
@WithTransferjob
class FailuresTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static TestSpace workspace;

  @BeforeAll
  static void prepare(LocalCluster cluster, @TempDir Path folder) throws IOException {
    workspace = new TestSpace(cluster, "failures", folder);
    TinyImages.write(workspace.inputs().resolve("good"), 3, 8);
    TinyImages.write(workspace.inputs().resolve("corrupt"), 3, 8);
    Files.writeString(workspace.inputs().resolve("corrupt/class1/3.png"), "not an image");
    var model = Workspace.find().root().resolve("samples/glyphs/base-model.safetensors");
    Files.copy(model, workspace.inputs().resolve("base.safetensors"));
    var bytes = Files.readAllBytes(model);
    Files.write(
        workspace.inputs().resolve("truncated.safetensors"),
        Arrays.copyOf(bytes, bytes.length / 2));
  }

  @AfterAll
  static void close() {
    workspace.close();
  }

  @Test
  void aCorruptImageIsNamed() {
    var failed = failure("corrupt-image", fromScratch("corrupt", "inputs", ""));

    assertThat(failed.reason()).isEqualTo("DataInvalid");
    assertThat(failed.message()).contains("class1/3.png");
  }

  @Test
  void aWrongNumberOfClassesIsNamed() {
    var failed = failure("wrong-classes", pretrained("base.safetensors", "Pretrained"));

    assertThat(failed.reason()).isIn("ModelInvalid", "DataInvalid");
    assertThat(failed.message()).contains("3").contains("classes");
  }

  @Test
  void aTruncatedWeightsFileIsNamed() {
    var failed = failure("truncated", pretrained("truncated.safetensors", "New"));

    assertThat(failed.reason()).isEqualTo("ModelInvalid");
    assertThat(failed.message()).contains("truncated.safetensors");
  }

  @Test
  void anUnknownArchitectureIsRefusedAtOnce() {
    assertThatThrownBy(
            () ->
                workspace.apply(
                    "unknown", fromScratch("good", "inputs", "").replace("CifarResNet8", "Net9")))
        .hasMessageContaining("spec.model.architecture")
        .hasMessageContaining("Net9");
  }

  @Test
  void aMissingClaimIsWaitedForByName() {
    var waiting = wait("missing-claim", fromScratch("good", "absent", ""), "VolumePending");

    assertThat(waiting.message()).contains("absent");
  }

  @Test
  void aClaimThatNoVolumeServesIsWaitedForByName() {
    workspace.create(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: unserved}
        spec:
          accessModes: [ReadWriteOnce]
          storageClassName: of-nobody
          resources: {requests: {storage: 1Gi}}
        """);

    var waiting = wait("unserved-claim", fromScratch("good", "unserved", ""), "VolumePending");

    assertThat(waiting.message()).contains("unserved");
  }

  @Test
  void tooLittleMemoryIsNamedAndRetried() {
    var spec = fromScratch("good", "inputs", "limits: {memory: 64Mi}");

    var waiting = wait("little-memory", spec, "OutOfMemory");

    assertThat(waiting.message()).contains("memory");
  }

  private static Condition failure(String name, String spec) {
    workspace.apply(name, spec.formatted(name));
    var job = workspace.await(name, LIMIT, it -> it.getStatus().isTrue(Failed));
    assertThat(workspace.outputs().resolve(name).resolve("model.safetensors")).doesNotExist();
    assertThat(visible(workspace.outputs().resolve(name))).isEmpty();
    return workspace.condition(job, Failed);
  }

  private static Condition wait(String name, String spec, String reason) {
    workspace.apply(name, spec.formatted(name));
    var job =
        workspace.await(
            name,
            LIMIT,
            it ->
                it.getStatus()
                    .condition(Running)
                    .filter(c -> c.reason().equals(reason))
                    .isPresent());
    workspace.delete(name);
    return workspace.condition(job, Running);
  }

  private static String[] visible(Path folder) {
    var names = folder.toFile().list((at, name) -> !name.startsWith("."));
    return names == null ? new String[0] : names;
  }

  private static String fromScratch(String images, String claim, String limits) {
    return """
        task: ImageClassification
        method: FromScratch
        model: {architecture: CifarResNet8}
        data:
          train: {uri: "pvc://%s/%s"}
          validationFraction: "0.25"
        training: {epochs: 2}
        output: {uri: "pvc://outputs/%%s"}
        resources: {%s}
        """
        .formatted(claim, images, limits);
  }

  private static String pretrained(String weights, String head) {
    return """
        task: ImageClassification
        method: FeatureExtraction
        model:
          architecture: CifarResNet8
          weights: {uri: "pvc://inputs/%s"}
          head: {source: %s}
        data:
          train: {uri: "pvc://inputs/good"}
          validationFraction: "0.25"
        training: {epochs: 2}
        output: {uri: "pvc://outputs/%%s"}
        """
        .formatted(weights, head);
  }
}
