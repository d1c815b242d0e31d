package dev.transferjob.trainer.model;

import static dev.transferjob.trainer.graph.Dropout.dropout;
import static dev.transferjob.trainer.graph.Linear.linear;

import dev.transferjob.api.Head;
import dev.transferjob.trainer.graph.Block;
import dev.transferjob.trainer.graph.Layer;
import dev.transferjob.trainer.graph.NearestNeighbors;

/** The forms of a head: (N, features) to logits (N, classes). */
final class HeadLayer {
  private HeadLayer() {}

  /**
   * A head.
   *
   * @param samples that are trained on, which may be neighbours
   */
  static Layer of(Head form, int features, int classes, int samples) {
    return switch (form.type()) {
      case Linear -> linear(features, classes);
      case Mlp -> mlp(features, form.hiddenWidth(), Double.parseDouble(form.dropout()), classes);
      case KNearestNeighbors -> neighbors(form.neighbors(), samples, features, classes);
    };
  }

  private static Layer neighbors(int count, int samples, int features, int classes) {
    if (count > samples) {
      throw new ModelInvalidException(
          "spec.model.head.neighbors is %d, but there are %d training samples"
              .formatted(count, samples));
    }
    return new NearestNeighbors(samples, features, classes, count);
  }

  /** Named as PyTorch names a {@code Sequential} of these four. */
  private static Block mlp(int features, int width, double probability, int classes) {
    return Block.of(
        "Mlp",
        x ->
            x.apply("0", linear(features, width))
                .relu()
                .apply("2", dropout(probability))
                .apply("3", linear(width, classes)));
  }
}
