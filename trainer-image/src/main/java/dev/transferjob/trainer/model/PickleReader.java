package dev.transferjob.trainer.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a pickle without running anything. Python's pickle is a small stack machine that may import
 * and call any function; this one knows {@link StateDictObjects} and refuses every other name.
 */
final class PickleReader {
  private static final int PROTOCOL = 0x80;
  private static final Object NONE = new Object();
  private static final Object MARK = new Object();

  private final PickleInput in;
  private final StateDictObjects objects = new StateDictObjects();
  private final Deque<Object> stack = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  PickleReader(InputStream in) {
    this.in = new PickleInput(in);
  }

  static Object read(InputStream in) throws IOException {
    return new PickleReader(in).read();
  }

  /**
   * Reads one pickle and leaves the stream behind it. Dictionaries become {@code Map}, tuples and
   * lists {@code List}, integers {@code Long}.
   *
   * @throws IllegalArgumentException if it holds anything that a state dict does not need
   */
  Object read() throws IOException {
    int code = in.octet();
    while (code != '.') {
      execute(code);
      code = in.octet();
    }
    return pop();
  }

  /** The type of every storage that was referred to, by its key. */
  Map<String, String> storageTypes() {
    return objects.storageTypes();
  }

  private void execute(int code) throws IOException {
    switch (code) {
      case PROTOCOL -> in.octet();
      case '(' -> stack.push(MARK);
      case 'N' -> stack.push(NONE);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'J' -> stack.push((long) (int) in.littleEndian(4));
      case 'K' -> stack.push(in.littleEndian(1));
      case 'M' -> stack.push(in.littleEndian(2));
      case 0x8a -> stack.push(in.bigInteger());
      case 'G' -> stack.push(in.number());
      case 'X' -> stack.push(in.text(in.littleEndian(4)));
      case 'U' -> stack.push(in.text(in.littleEndian(1)));
      case 'q' -> memo.put((int) in.littleEndian(1), top());
      case 'r' -> memo.put((int) in.littleEndian(4), top());
      case 'h' -> stack.push(remembered((int) in.littleEndian(1)));
      case 'j' -> stack.push(remembered((int) in.littleEndian(4)));
      case 'c' -> stack.push(objects.global(in.line(), in.line()));
      default -> build(code);
    }
  }

  private void build(int code) {
    switch (code) {
      case '}' -> stack.push(new LinkedHashMap<>());
      case ']' -> stack.push(new ArrayList<>());
      case ')' -> stack.push(List.of());
      case 't' -> stack.push(popToMark());
      case 0x85 -> stack.push(popLast(1));
      case 0x86 -> stack.push(popLast(2));
      case 0x87 -> stack.push(popLast(3));
      case 'a' -> append(popLast(1));
      case 'e' -> append(popToMark());
      case 's' -> put(popLast(2));
      case 'u' -> put(popToMark());
      case 'Q' -> stack.push(objects.persistent(list(pop())));
      case 'R' -> {
        List<?> arguments = list(pop());
        stack.push(objects.call(pop(), arguments));
      }
      // An OrderedDict's own attributes (PyTorch's _metadata) say nothing about the weights.
      case 'b' -> {
        pop();
        map(top());
      }
      default ->
          throw new IllegalArgumentException(
              "has the pickle opcode "
                  + code
                  + ", which torch.save does not write; save it with torch.save or as safetensors");
    }
  }

  private void append(List<Object> items) {
    if (!(top() instanceof ArrayList<?>)) {
      throw new IllegalArgumentException("appends to something that is not a list");
    }
    @SuppressWarnings("unchecked")
    List<Object> target = (List<Object>) top();
    target.addAll(items);
  }

  private void put(List<Object> items) {
    Map<Object, Object> target = map(top());
    for (int i = 0; i + 1 < items.size(); i += 2) {
      Object key = items.get(i);
      if (!(key instanceof String || key instanceof Long)) {
        throw new IllegalArgumentException("has a key that is neither text nor number");
      }
      target.put(key, items.get(i + 1));
    }
  }

  private Object pop() {
    if (stack.isEmpty() || stack.peek() == MARK) {
      throw new IllegalArgumentException("takes from an empty stack");
    }
    return stack.pop();
  }

  private Object top() {
    Object top = pop();
    stack.push(top);
    return top;
  }

  private List<Object> popLast(int count) {
    Object[] items = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      items[i] = pop();
    }
    return Arrays.asList(items);
  }

  private List<Object> popToMark() {
    List<Object> items = new ArrayList<>();
    while (!stack.isEmpty() && stack.peek() != MARK) {
      items.add(stack.pop());
    }
    if (stack.isEmpty()) {
      throw new IllegalArgumentException("has no mark where one is needed");
    }
    stack.pop();
    return items.reversed();
  }

  private Object remembered(int index) {
    Object value = memo.get(index);
    if (value == null) {
      throw new IllegalArgumentException("refers to the unknown object " + index);
    }
    return value;
  }

  private static List<?> list(Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("has something else where a tuple is needed");
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> map(Object value) {
    if (value instanceof LinkedHashMap<?, ?> map) {
      return (Map<Object, Object>) map;
    }
    throw new IllegalArgumentException("sets attributes or items of something that is no dict");
  }
}
