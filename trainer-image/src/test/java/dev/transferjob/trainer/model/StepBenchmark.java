package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import dev.transferjob.api.Architecture;
import dev.transferjob.trainer.engine.Torch;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times whole training steps: batch to tensor, forward, loss, backward, SGD with momentum.
 * Arguments: architecture, batch size, image size, steps, and optionally {@code frozen} for
 * BatchNorm with running statistics. Prints one line of JSON: wall and CPU milliseconds of each
 * step behind two for warm-up.
 */
final class StepBenchmark {
  private static final int WARM_UP = 2;

  private StepBenchmark() {}

  public static void main(String[] arguments) throws JsonProcessingException {
    Architecture architecture = Architecture.valueOf(arguments[0]);
    int batch = Integer.parseInt(arguments[1]);
    int size = Integer.parseInt(arguments[2]);
    int steps = Integer.parseInt(arguments[3]);
    boolean frozen = arguments.length > 4 && arguments[4].equals("frozen");
    Torch torch = Torch.start(threads());
    try (Network network = new NetworkLoader(torch).fromScratch(architecture, 10, 0);
        CrossEntropy loss = new CrossEntropy(torch, 0);
        Optimizer sgd =
            new Optimizer(
                torch,
                new UpdateRule.Sgd(0.9),
                List.of(new ParameterGroup(network.parameters(), 1, 0)))) {
      network.batchStatistics(unit -> !frozen);
      List<Double> wall = new ArrayList<>();
      List<Double> cpu = new ArrayList<>();
      Shape shape = new Shape(batch, 3, size, size);
      float[] pixels = Formula.tensor("images", shape, u -> u).values();
      for (int i = -WARM_UP; i < steps; i++) {
        long start = System.nanoTime();
        long used = cpuNanos();
        step(network, loss, sgd, pixels, shape);
        if (i >= 0) {
          wall.add((System.nanoTime() - start) / 1e6);
          cpu.add((cpuNanos() - used) / 1e6);
        }
      }
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("architecture", architecture);
      result.put("batch", batch);
      result.put("size", size);
      result.put("wallMillis", wall);
      result.put("cpuMillis", cpu);
      System.out.println(new ObjectMapper().writeValueAsString(result));
    }
  }

  private static void step(
      Network network, CrossEntropy loss, Optimizer sgd, float[] pixels, Shape shape) {
    try (NDManager scope = network.newScope()) {
      NDArray images = scope.create(pixels, shape);
      int[] classes = new int[(int) shape.get(0)];
      for (int i = 0; i < classes.length; i++) {
        classes[i] = i % 10;
      }
      network.backward(loss.mean(network.forward(images), network.labels(scope, classes)));
      sgd.step(0.01, Double.POSITIVE_INFINITY);
    }
  }

  private static int threads() {
    String set = System.getenv("OMP_NUM_THREADS");
    return set == null ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(set);
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
