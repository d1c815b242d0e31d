package dev.transferjob.trainer.model;

import dev.transferjob.api.Architecture;
import java.util.List;

/** What each architecture is and takes. */
public final class Architectures {
  private Architectures() {}

  static LayeredNetwork plan(Architecture architecture, int classes) {
    return switch (architecture) {
      case VGG11 -> Vgg.plain(classes, 1, 1, 2, 2, 2);
      case VGG13 -> Vgg.plain(classes, 2, 2, 2, 2, 2);
      case VGG16 -> Vgg.plain(classes, 2, 2, 3, 3, 3);
      case VGG19 -> Vgg.plain(classes, 2, 2, 4, 4, 4);
      case VGG11BatchNorm -> Vgg.normalized(classes, 1, 1, 2, 2, 2);
      case VGG13BatchNorm -> Vgg.normalized(classes, 2, 2, 2, 2, 2);
      case VGG16BatchNorm -> Vgg.normalized(classes, 2, 2, 3, 3, 3);
      case VGG19BatchNorm -> Vgg.normalized(classes, 2, 2, 4, 4, 4);
      case ResNet18 -> ResNet.basic(classes, 2, 2, 2, 2);
      case ResNet34 -> ResNet.basic(classes, 3, 4, 6, 3);
      case ResNet50 -> ResNet.bottleneck(classes, 3, 4, 6, 3);
      case ResNet101 -> ResNet.bottleneck(classes, 3, 4, 23, 3);
      case InceptionV3 -> InceptionV3.of(classes);
      case MobileNetV2 -> MobileNetV2.of(classes);
      case CifarResNet8 -> CifarResNet.of(8, classes);
      case CifarResNet20 -> CifarResNet.of(20, classes);
      case CifarResNet56 -> CifarResNet.of(56, classes);
      case EfficientNetLite0 -> EfficientNetLite0.of(classes, 0.01);
      case TorchScript -> throw given();
    };
  }

  /** With BatchNorm statistics that settle within tens of steps, not thousands. */
  static LayeredNetwork planFromScratch(Architecture architecture, int classes) {
    return architecture == Architecture.EfficientNetLite0
        ? EfficientNetLite0.of(classes, 0.1)
        : plan(architecture, classes);
  }

  /** The input that the architecture's usual weights were trained with. */
  public static InputSpec input(Architecture architecture) {
    return switch (architecture) {
      case VGG11,
          VGG13,
          VGG16,
          VGG19,
          VGG11BatchNorm,
          VGG13BatchNorm,
          VGG16BatchNorm,
          VGG19BatchNorm,
          ResNet18,
          ResNet34,
          ResNet50,
          ResNet101,
          MobileNetV2 ->
          InputSpec.imageNet(224, 256);
      case InceptionV3 -> InputSpec.uniform(299, 342, 0.5, 0.5);
      case CifarResNet8, CifarResNet20, CifarResNet56 -> InputSpec.imageNet(32, 32);
      case EfficientNetLite0 -> InputSpec.uniform(224, 256, 127 / 255.0, 128 / 255.0);
      case TorchScript -> throw given();
    };
  }

  /** The fewest pixels, across and down, that an image may have. */
  public static int smallestImage(Architecture architecture) {
    return switch (architecture) {
      // Its auxiliary head pools and convolves until nothing would be left.
      case InceptionV3 -> 299;
      // Five times half the size.
      case VGG11,
          VGG13,
          VGG16,
          VGG19,
          VGG11BatchNorm,
          VGG13BatchNorm,
          VGG16BatchNorm,
          VGG19BatchNorm ->
          32;
      default -> 1;
    };
  }

  private static IllegalArgumentException given() {
    return new IllegalArgumentException("nothing is known of a TorchScript network but its file");
  }

  /** The units that {@code lastN} counts, from the input on. */
  public static List<Unit> units(Architecture architecture) {
    return plan(architecture, 2).units();
  }
}
