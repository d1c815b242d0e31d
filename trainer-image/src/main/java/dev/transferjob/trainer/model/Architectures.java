package dev.transferjob.trainer.model;

import dev.transferjob.api.Architecture;
import java.util.List;

/** What each architecture is and takes. */
public final class Architectures {
  private Architectures() {}

  static NetworkPlan plan(Architecture architecture, int classes) {
    return switch (architecture) {
      case ResNet18 -> ResNet.basic(classes, 2, 2, 2, 2);
      case ResNet34 -> ResNet.basic(classes, 3, 4, 6, 3);
      case ResNet50 -> ResNet.bottleneck(classes, 3, 4, 6, 3);
      case CifarResNet8 -> CifarResNet.of(8, classes);
      case CifarResNet20 -> CifarResNet.of(20, classes);
      case CifarResNet56 -> CifarResNet.of(56, classes);
      case EfficientNetLite0 -> EfficientNetLite0.of(classes, 0.01);
    };
  }

  /** With BatchNorm statistics that settle within tens of steps, not thousands. */
  static NetworkPlan planFromScratch(Architecture architecture, int classes) {
    return architecture == Architecture.EfficientNetLite0
        ? EfficientNetLite0.of(classes, 0.1)
        : plan(architecture, classes);
  }

  /** The input that the architecture's usual weights were trained with. */
  public static InputSpec input(Architecture architecture) {
    return switch (architecture) {
      case ResNet18, ResNet34, ResNet50 -> InputSpec.imageNet(224, 256);
      case CifarResNet8, CifarResNet20, CifarResNet56 -> InputSpec.imageNet(32, 32);
      case EfficientNetLite0 -> InputSpec.uniform(224, 256, 127 / 255.0, 128 / 255.0);
    };
  }

  /** The units that {@code lastN} counts, from the input on. */
  public static List<Unit> units(Architecture architecture) {
    return plan(architecture, 2).units();
  }
}
