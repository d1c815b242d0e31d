package dev.transferjob.api;

/** The network that the weights belong to. */
public enum Architecture {
  ResNet18,
  ResNet34,
  ResNet50,
  CifarResNet8,
  CifarResNet20,
  CifarResNet56,
  EfficientNetLite0
}
