package dev.transferjob.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.transferjob.api.AugmentationType;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.TorchForTests;
import dev.transferjob.trainer.random.Shuffle;
import dev.transferjob.trainer.train.TensorBatch;
import dev.transferjob.trainer.train.TensorBatches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageExamplesTest {
  private static final List<int[]> PLAN = Shuffle.inOrder(10, 4);

  @TempDir Path root;

  private final Torch torch = TorchForTests.torch();
  private final ImageLoader loader = TestImages.loader(AugmentationType.HorizontalFlip);
  private ImageExamples examples;

  @BeforeEach
  void makeImages() {
    Dataset data = new ImageFolder("data.train", TestImages.folder(root, 2, 5, 1)).read();
    examples = new ImageExamples(data, "digest", loader, torch);
  }

  @AfterEach
  void close() {
    loader.close();
  }

  @Test
  void batchesThatAreFetchedAheadAreTheSame() {
    assertThat(pass(true)).isEqualTo(pass(false)).hasSize(PLAN.size());
  }

  @Test
  void aBatchThatWasFetchedAheadBelongsToTheScopeThatItIsTakenInto() {
    try (NDManager scope = torch.newScope()) {
      // When
      TensorBatch batch = firstAhead(scope);

      // Then
      assertThat(batch.inputs().getManager()).isSameAs(scope);
      assertThat(batch.labels().toLongArray()).containsExactly(0, 0, 0, 0);
      assertThat(batch.inputs().toFloatArray()).hasSize(4 * 3 * 32 * 32);
    }
  }

  private TensorBatch firstAhead(NDManager scope) {
    try (TensorBatches pass = examples.evaluation(PLAN)) {
      fetchAhead(pass);
      return pass.next(scope);
    }
  }

  private static void fetchAhead(TensorBatches pass) {
    // It does nothing before the batch is decoded.
    long end = System.nanoTime() + 30_000_000_000L;
    while (!((ImageExamples.Pass) pass).isAhead() && System.nanoTime() < end) {
      pass.prefetch();
      Thread.onSpinWait();
    }
    assertThat(((ImageExamples.Pass) pass).isAhead()).isTrue();
  }

  /** What a pass gives: of each batch a digest of its pixels, and its labels. */
  private List<String> pass(boolean ahead) {
    var found = new ArrayList<String>();
    try (TensorBatches pass = examples.training(PLAN, 1, 0)) {
      while (pass.hasNext()) {
        if (ahead) {
          fetchAhead(pass);
        }
        try (NDManager scope = torch.newScope()) {
          TensorBatch batch = pass.next(scope);
          NDArray images = batch.inputs();
          found.add(
              "%s %d %s %s"
                  .formatted(
                      images.getShape(),
                      Arrays.hashCode(images.toFloatArray()),
                      Arrays.toString(batch.labels().toLongArray()),
                      Arrays.toString(batch.classes())));
        }
      }
    }
    return found;
  }
}
