package dev.transferjob.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.transferjob.api.Architecture;
import dev.transferjob.trainer.engine.Autocast;
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
import java.util.Optional;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * The trainer's side of {@link StepBenchmark}: whole training steps, with the upload of the batch,
 * on the trainer's own network, loss and optimizer. Arguments: architecture, batch, size, and
 * {@code bfloat16} for forward passes in that.
 */
final class StepWorker {
  private final int size;
  private final int batch;
  private final Network network;
  private final CrossEntropy loss;
  private final Optimizer optimizer;
  private final ByteBuffer pixels;
  private final Optional<Autocast> autocast;

  private StepWorker(
      Torch torch, Architecture architecture, int batch, int size, Optional<Autocast> autocast) {
    this.batch = batch;
    this.size = size;
    this.autocast = autocast;
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
    var torch = Torch.start(Runtime.getRuntime().availableProcessors());
    boolean isHalf = arguments.length > 3 && arguments[3].equals("bfloat16");
    var worker =
        new StepWorker(
            torch,
            Architecture.valueOf(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            isHalf ? Optional.of(Autocast.bfloat16(torch, "cpu")) : Optional.empty());
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
      NDArray images = network.images(scope, pixels, batch, size);
      Supplier<NDList> pass = () -> new NDList(network.forward(images));
      NDList logits = autocast.map(mode -> mode.forward(pass)).orElseGet(pass);
      optimizer.backward(loss.mean(logits.head(), labels));
      optimizer.step(0.001, Double.POSITIVE_INFINITY);
    }
    return (System.nanoTime() - start) / 1e6;
  }
}
