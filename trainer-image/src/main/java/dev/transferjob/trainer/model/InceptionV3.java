package dev.transferjob.trainer.model;

import static dev.transferjob.trainer.graph.Linear.linear;
import static dev.transferjob.trainer.graph.Value.concat;

import dev.transferjob.trainer.engine.Initializer;
import dev.transferjob.trainer.graph.BatchNorm2d;
import dev.transferjob.trainer.graph.Block;
import dev.transferjob.trainer.graph.Conv2d;
import dev.transferjob.trainer.graph.Conv2d.Padding;
import dev.transferjob.trainer.graph.Linear;
import dev.transferjob.trainer.graph.Value;

/**
 * Szegedy et al. 2016, "Rethinking the Inception architecture", table 1 and figures 5 to 8, with
 * torchvision's names.
 */
final class InceptionV3 {
  private static final double DEVIATION = 0.1;
  private static final double DROPOUT = 0.5;

  private InceptionV3() {}

  static LayeredNetwork of(int classes) {
    return new NetworkBuilder("Inception3")
        .unit("stem", InceptionV3::stem)
        .unit("Mixed_5b", x -> x.apply("Mixed_5b", blockA(192, 32)))
        .unit("Mixed_5c", x -> x.apply("Mixed_5c", blockA(256, 64)))
        .unit("Mixed_5d", x -> x.apply("Mixed_5d", blockA(288, 64)))
        .unit("Mixed_6a", x -> x.apply("Mixed_6a", blockB(288)))
        .unit("Mixed_6b", x -> x.apply("Mixed_6b", blockC(128)))
        .unit("Mixed_6c", x -> x.apply("Mixed_6c", blockC(160)))
        .unit("Mixed_6d", x -> x.apply("Mixed_6d", blockC(160)))
        .unit("Mixed_6e", x -> x.apply("Mixed_6e", blockC(192)))
        .auxiliary("AuxLogits", auxiliary(classes), "fc")
        .unit("Mixed_7a", x -> x.apply("Mixed_7a", blockD()))
        .unit("Mixed_7b", x -> x.apply("Mixed_7b", blockE(1280)))
        .unit("Mixed_7c", x -> x.apply("Mixed_7c", blockE(2048)))
        .globalAverage()
        .head("dropout", DROPOUT, "fc", linear(2048, classes, DEVIATION));
  }

  private static Value stem(Value x) {
    return x.apply("Conv2d_1a_3x3", unpadded(conv(3, 32, 3, 2)))
        .apply("Conv2d_2a_3x3", unpadded(conv(32, 32, 3, 1)))
        .apply("Conv2d_2b_3x3", padded(conv(32, 64, 3, 1)))
        .maxPool(3, 2, 0)
        .apply("Conv2d_3b_1x1", padded(conv(64, 80, 1, 1)))
        .apply("Conv2d_4a_3x3", unpadded(conv(80, 192, 3, 1)))
        .maxPool(3, 2, 0);
  }

  private static Block blockA(int in, int pooled) {
    return Block.of(
        "InceptionA",
        x ->
            concat(
                x.apply("branch1x1", padded(conv(in, 64, 1, 1))),
                x.apply("branch5x5_1", padded(conv(in, 48, 1, 1)))
                    .apply("branch5x5_2", padded(conv(48, 64, 5, 1))),
                x.apply("branch3x3dbl_1", padded(conv(in, 64, 1, 1)))
                    .apply("branch3x3dbl_2", padded(conv(64, 96, 3, 1)))
                    .apply("branch3x3dbl_3", padded(conv(96, 96, 3, 1))),
                x.averagePool(3, 1, 1).apply("branch_pool", padded(conv(in, pooled, 1, 1)))));
  }

  private static Block blockB(int in) {
    return Block.of(
        "InceptionB",
        x ->
            concat(
                x.apply("branch3x3", unpadded(conv(in, 384, 3, 2))),
                x.apply("branch3x3dbl_1", padded(conv(in, 64, 1, 1)))
                    .apply("branch3x3dbl_2", padded(conv(64, 96, 3, 1)))
                    .apply("branch3x3dbl_3", unpadded(conv(96, 96, 3, 2))),
                x.maxPool(3, 2, 0)));
  }

  private static Block blockC(int middle) {
    return Block.of(
        "InceptionC",
        x ->
            concat(
                x.apply("branch1x1", padded(conv(768, 192, 1, 1))),
                x.apply("branch7x7_1", padded(conv(768, middle, 1, 1)))
                    .apply("branch7x7_2", padded(conv(middle, middle, 1, 1).kernel(1, 7)))
                    .apply("branch7x7_3", padded(conv(middle, 192, 1, 1).kernel(7, 1))),
                x.apply("branch7x7dbl_1", padded(conv(768, middle, 1, 1)))
                    .apply("branch7x7dbl_2", padded(conv(middle, middle, 1, 1).kernel(7, 1)))
                    .apply("branch7x7dbl_3", padded(conv(middle, middle, 1, 1).kernel(1, 7)))
                    .apply("branch7x7dbl_4", padded(conv(middle, middle, 1, 1).kernel(7, 1)))
                    .apply("branch7x7dbl_5", padded(conv(middle, 192, 1, 1).kernel(1, 7))),
                x.averagePool(3, 1, 1).apply("branch_pool", padded(conv(768, 192, 1, 1)))));
  }

  private static Block blockD() {
    return Block.of(
        "InceptionD",
        x ->
            concat(
                x.apply("branch3x3_1", padded(conv(768, 192, 1, 1)))
                    .apply("branch3x3_2", unpadded(conv(192, 320, 3, 2))),
                x.apply("branch7x7x3_1", padded(conv(768, 192, 1, 1)))
                    .apply("branch7x7x3_2", padded(conv(192, 192, 1, 1).kernel(1, 7)))
                    .apply("branch7x7x3_3", padded(conv(192, 192, 1, 1).kernel(7, 1)))
                    .apply("branch7x7x3_4", unpadded(conv(192, 192, 3, 2))),
                x.maxPool(3, 2, 0)));
  }

  private static Block blockE(int in) {
    return Block.of(
        "InceptionE",
        x -> {
          Value wide = x.apply("branch1x1", padded(conv(in, 320, 1, 1)));
          Value single = x.apply("branch3x3_1", padded(conv(in, 384, 1, 1)));
          Value twice =
              x.apply("branch3x3dbl_1", padded(conv(in, 448, 1, 1)))
                  .apply("branch3x3dbl_2", padded(conv(448, 384, 3, 1)));
          return concat(
              wide,
              single.apply("branch3x3_2a", padded(conv(384, 384, 1, 1).kernel(1, 3))),
              single.apply("branch3x3_2b", padded(conv(384, 384, 1, 1).kernel(3, 1))),
              twice.apply("branch3x3dbl_3a", padded(conv(384, 384, 1, 1).kernel(1, 3))),
              twice.apply("branch3x3dbl_3b", padded(conv(384, 384, 1, 1).kernel(3, 1))),
              x.averagePool(3, 1, 1).apply("branch_pool", padded(conv(in, 192, 1, 1))));
        });
  }

  private static Block auxiliary(int classes) {
    Conv2d large = conv(128, 768, 5, 1).initialized(Initializer.normal(0.01));
    Linear classifier = linear(768, classes, 0.001);
    return Block.of(
        "InceptionAux",
        x ->
            x.averagePool(5, 3, 0)
                .apply("conv0", padded(conv(768, 128, 1, 1)))
                .apply("conv1", unpadded(large))
                .globalAverage()
                .apply("fc", classifier));
  }

  private static Block unpadded(Conv2d conv) {
    return padded(conv.padded(Padding.NONE));
  }

  /** A convolution, normalised. */
  private static Block padded(Conv2d conv) {
    return Block.of(
        "BasicConv2d",
        x -> x.apply("conv", conv).apply("bn", new BatchNorm2d(conv.out(), 1e-3, 0.1)).relu());
  }

  private static Conv2d conv(int in, int out, int kernel, int stride) {
    return Conv2d.conv(in, out, kernel, stride).initialized(Initializer.normal(DEVIATION));
  }
}
