package dev.transferjob.trainer.model;

import dev.transferjob.trainer.model.Pickled.Global;
import dev.transferjob.trainer.model.Pickled.Storage;
import dev.transferjob.trainer.model.Pickled.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The few objects that a PyTorch state dict is made of, and no others. */
final class StateDictObjects {
  private static final Global ORDERED_DICT = new Global("collections", "OrderedDict");
  private static final Global TENSOR = new Global("torch._utils", "_rebuild_tensor_v2");
  private static final Global PARAMETER = new Global("torch._utils", "_rebuild_parameter");
  private static final Set<Global> CALLED = Set.of(ORDERED_DICT, TENSOR, PARAMETER);

  private static final int MOST_DIMENSIONS = 8;

  private final Map<String, String> storageTypes = new HashMap<>();

  /** The type of every storage that was referred to, by its key. */
  Map<String, String> storageTypes() {
    return storageTypes;
  }

  /** A name in the pickle; refused unless it is one of ours. */
  Global global(String module, String name) {
    Global global = new Global(module, name);
    boolean storage = module.equals("torch") && TorchStorages.known(name);
    if (!storage && !CALLED.contains(global)) {
      throw new IllegalArgumentException(
          "contains "
              + global
              + ", which is not part of a state dict and could be code; save only"
              + " model.state_dict(), or convert the file to safetensors");
    }
    return global;
  }

  /** A reference to a storage: {@code ('storage', type, key, place, count, …)}. */
  Object persistent(List<?> id) {
    if (id.size() >= 5
        && "storage".equals(id.get(0))
        && id.get(1) instanceof Global type
        && TorchStorages.known(type.name())
        && id.get(2) instanceof String key) {
      if (id.size() > 5 && id.get(5) instanceof List<?>) {
        throw new IllegalArgumentException(
            "has views of storages, of a PyTorch before 0.4; save it again with a newer one");
      }
      storageTypes.put(key, type.name());
      return new Storage(key, type.name());
    }
    throw new IllegalArgumentException("refers to something that is not a tensor's storage");
  }

  /** The result of one of the three functions that a state dict calls. */
  Object call(Object function, List<?> arguments) {
    if (ORDERED_DICT.equals(function) && arguments.isEmpty()) {
      return new LinkedHashMap<>();
    }
    if (TENSOR.equals(function)
        && arguments.size() >= 4
        && arguments.get(0) instanceof Storage storage
        && arguments.get(1) instanceof Long offset) {
      List<Long> size = integers(arguments.get(2));
      List<Long> stride = integers(arguments.get(3));
      if (size.size() == stride.size() && size.size() <= MOST_DIMENSIONS) {
        return new Tensor(storage, offset, size, stride);
      }
    }
    if (PARAMETER.equals(function)
        && !arguments.isEmpty()
        && arguments.getFirst() instanceof Tensor tensor) {
      return tensor;
    }
    throw new IllegalArgumentException("calls " + function + " with arguments it cannot have");
  }

  private static List<Long> integers(Object tuple) {
    if (tuple instanceof List<?> list && list.stream().allMatch(Long.class::isInstance)) {
      return list.stream().map(Long.class::cast).toList();
    }
    throw new IllegalArgumentException("has a tensor whose shape is not a tuple of integers");
  }
}
