package dev.transferjob.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.transferjob.api.Architecture;
import dev.transferjob.trainer.engine.Torch;
import dev.transferjob.trainer.model.CrossEntropy;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.model.NetworkLoader;
import dev.transferjob.trainer.model.Optimizer;
import dev.transferjob.trainer.model.ParameterGroup;
import dev.transferjob.trainer.model.UpdateRule;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.LongStream;

/**
 * The trainer's side of {@link StepBenchmark}: whole training steps, with the upload of the batch,
 * on the trainer's own network, loss and optimizer. Arguments: architecture, batch, size.
 */
final class StepWorker {
  private final int size;
  private final int batch;
  private final Network network;
  private final CrossEntropy loss;
  private final Optimizer optimizer;
  private final ByteBuffer pixels;

  private StepWorker(Torch torch, Architecture architecture, int batch, int size) {
    this.batch = batch;
    this.size = size;
    network = new NetworkLoader(torch).fromScratch(architecture, 10, 0);
    loss = new CrossEntropy(torch, 0);
    optimizer =
        new Optimizer(
            torch,
            new UpdateRule.Sgd(0.9),
            List.of(new ParameterGroup(network.parameters(), 1, 0)));
    pixels = ByteBuffer.allocateDirect(batch * 3 * size * size * 4).order(ByteOrder.nativeOrder());
    var random = new Random(0);
    for (int i = 0; i < pixels.capacity(); i += 4) {
      pixels.putFloat(i, (float) random.nextGaussian());
    }
  }

  public static void main(String[] arguments) throws Exception {
    var worker =
        new StepWorker(
            Torch.start(Runtime.getRuntime().availableProcessors()),
            Architecture.valueOf(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]));
    worker.step();
    worker.step();
    System.out.println("ready");
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      var times = new StringJoiner(" ");
      for (int i = 0; i < Integer.parseInt(line); i++) {
        times.add(Double.toString(worker.step()));
      }
      System.out.println(times);
    }
  }

  private double step() {
    long start = System.nanoTime();
    try (NDManager scope = network.newScope()) {
      NDArray labels = scope.create(LongStream.range(0, batch).map(i -> i % 10).toArray());
      NDArray logits = network.forward(network.images(scope, pixels, batch, size));
      optimizer.backward(loss.mean(logits, labels));
      optimizer.step(0.001, Double.POSITIVE_INFINITY);
    }
    return (System.nanoTime() - start) / 1e6;
  }
}
