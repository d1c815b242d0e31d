package dev.transferjob.trainer.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.transferjob.api.HeadSource;
import dev.transferjob.trainer.engine.ScriptFile;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.engine.TorchModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A TorchScript file that has shown what it can do: {@code forward}, float32 (N, 3, H, W) to logits
 * (N, classes), and for a new head {@code features}, the same to (N, F).
 *
 * @param parameters that can be trained
 * @param width F, or the number of classes
 */
public record GivenModel(
    Path path, ScriptFile file, List<GivenParameter> parameters, int width, HeadSource head) {
  private static final int BATCH = 2;

  /**
   * Tries the file out on random images, forward and backward.
   *
   * @param size of the images
   * @param isTrained whether its own parameters are to be trained
   * @throws ModelInvalidException if it cannot do what is asked of it
   */
  public static GivenModel tried(
      Torch torch, Path path, int size, HeadSource head, boolean isTrained) {
    ScriptFile file = opened(path);
    String method = head == HeadSource.New ? "features" : "forward";
    try (TorchModule module = torch.load(path);
        NDManager scope = torch.newScope()) {
      module.parameters().values().forEach(array -> array.setRequiresGradient(true));
      torch.seed(0);
      NDArray images = scope.randomUniform(-1, 1, new Shape(BATCH, 3, size, size));
      NDArray output = module.call(method, images);
      requireRows(path, method, output);
      List<GivenParameter> parameters = reached(torch, module, output);
      if (isTrained && parameters.isEmpty()) {
        throw new ModelInvalidException(
            "%s: no gradient comes through its %s to any parameter, so it cannot be trained. Save it before torch.jit.freeze and without no_grad and detach, or choose FeatureExtraction."
                .formatted(path, method));
      }
      return new GivenModel(path, file, parameters, (int) output.getShape().get(1), head);
    } catch (EngineException e) {
      throw new ModelInvalidException(
          "%s: its %s cannot be run on images of %d pixels: %s. %s"
              .formatted(path, method, size, lastLine(e), advice(head)),
          e);
    } catch (IOException e) {
      throw new ModelInvalidException("cannot read " + path + ": " + e + ". Check the claim.", e);
    }
  }

  private static ScriptFile opened(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new ModelInvalidException(
          path + " is not a file. Check the path in spec.model.weights.uri and the claim.");
    }
    try {
      return ScriptFile.open(path);
    } catch (IllegalArgumentException e) {
      throw new ModelInvalidException(path + " " + e.getMessage() + ".", e);
    } catch (IOException e) {
      throw new ModelInvalidException(
          "%s is not a TorchScript archive (%s). Save the network with torch.jit.save."
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static void requireRows(Path path, String method, NDArray output) {
    Shape shape = output.getShape();
    if (output.getDataType() != DataType.FLOAT32
        || shape.dimension() != 2
        || shape.get(0) != BATCH
        || shape.get(1) < 1) {
      throw new ModelInvalidException(
          "%s: its %s gives %s of shape %s for %d images; float32 of shape (%d, width) is needed."
              .formatted(path, method, output.getDataType(), shape, BATCH, BATCH));
    }
    for (float value : output.toFloatArray()) {
      if (!Float.isFinite(value)) {
        throw new ModelInvalidException(
            "%s: its %s gives %s for ordinary images.".formatted(path, method, value));
      }
    }
  }

  /** The parameters that a gradient comes to: not those of a head that is passed by. */
  private static List<GivenParameter> reached(Torch torch, TorchModule module, NDArray output) {
    try {
      torch.backward(output.sum());
    } catch (EngineException e) {
      return List.of(); // the output depends on none
    }
    List<GivenParameter> reached = new ArrayList<>();
    module
        .parameters()
        .forEach(
            (name, parameter) -> {
              try (NDArray gradient = parameter.getGradient()) {
                if (gradient.abs().sum().getFloat() > 0) {
                  reached.add(new GivenParameter(name, parameter.getShape()));
                }
              }
            });
    return List.copyOf(reached);
  }

  private static String lastLine(EngineException e) {
    return String.valueOf(e.getMessage()).strip().lines().reduce((a, b) -> b).orElse("");
  }

  private static String advice(HeadSource head) {
    return head == HeadSource.New
        ? "A new head needs a method features(images) -> (N, F): export one with"
            + " torch.jit.export, or keep the head (model.head.source: Pretrained)."
        : "Check imageClassification.input.size.";
  }
}
