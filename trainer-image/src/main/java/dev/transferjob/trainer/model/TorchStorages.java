package dev.transferjob.trainer.model;

import java.util.Map;
import java.util.Optional;

/** PyTorch's storage classes and the size of their elements. */
final class TorchStorages {
  private static final Map<String, Integer> WITHOUT_WEIGHTS =
      Map.of(
          "LongStorage", 8,
          "IntStorage", 4,
          "ShortStorage", 2,
          "CharStorage", 1,
          "ByteStorage", 1,
          "BoolStorage", 1);

  private TorchStorages() {}

  static boolean known(String type) {
    return floating(type).isPresent() || WITHOUT_WEIGHTS.containsKey(type);
  }

  /** The element type, or empty for integers and booleans, which no weight is made of. */
  static Optional<ElementType> floating(String type) {
    return ElementType.ofTorchStorage(type);
  }

  static int bytes(String type) {
    return floating(type).map(ElementType::bytes).orElseGet(() -> WITHOUT_WEIGHTS.get(type));
  }
}
