package dev.transferjob.api;

/** The network that the weights belong to. */
public enum Architecture {
  VGG11,
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
  InceptionV3,
  MobileNetV2,
  CifarResNet8,
  CifarResNet20,
  CifarResNet56,
  EfficientNetLite0,
  /** A network of one's own, as TorchScript. */
  TorchScript
}
