package dev.transferjob.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trainer's image for CUDA on a machine without a driver. It fetches 2.8 GB once. */
@Tag("long")
class CudaImageTest {
  @TempDir Path folder;

  @Test
  void trainsOnTheCpuWhereThereIsNoDriver() throws Exception {
    assumeThat(Path.of("/proc/driver/nvidia")).as("a driver is here").doesNotExist();
    // Given
    var cache = BuildCache.ofUser();
    var workspace = Workspace.find();
    ImagePlan plan = new TrainerImage(cache, workspace, Flavor.CUDA).plan();
    var job = new TrainerRecording(workspace.samples());
    Path log = folder.resolve("log");

    try (var root = RootFileSystem.layOut(plan, cache.folder("cuda-test"))) {
      // When
      job.run(root, plan, plan.entrypoint(), log);

      // Then
      assertThat(root.file(Libtorch.HOME + "/libtorch_cuda.so")).exists();
      assertThat(Files.readString(root.file("/tmp/termination-log"))).contains("accuracy");
      assertThat(Files.readString(log)).contains("First training step");
    }
  }
}
