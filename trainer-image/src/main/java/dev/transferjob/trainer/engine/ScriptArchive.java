package dev.transferjob.trainer.engine;

import ai.djl.ndarray.types.Shape;
import dev.transferjob.trainer.engine.ScriptModule.Attribute;
import dev.transferjob.trainer.engine.ScriptModule.BooleanValue;
import dev.transferjob.trainer.engine.ScriptModule.Buffer;
import dev.transferjob.trainer.engine.ScriptModule.Child;
import dev.transferjob.trainer.engine.ScriptModule.FloatValue;
import dev.transferjob.trainer.engine.ScriptModule.Foreign;
import dev.transferjob.trainer.engine.ScriptModule.IntegerValue;
import dev.transferjob.trainer.engine.ScriptModule.Parameter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes a module tree as a TorchScript archive that {@code torch.jit.load} reads: a stored zip
 * with the object graph as a pickle, the class text and one little-endian file per tensor.
 *
 * <p>Tensors of four dimensions are stored with the strides of channels-last memory (N, H, W, C in
 * memory, N, C, H, W in name), which convolutions on a CPU are fastest with.
 */
public final class ScriptArchive {
  private final ScriptSource source;
  private final Optional<ScriptFile> foreign;
  private final Function<String, TensorData> tensors;
  private final Pickle pickle = new Pickle();
  private final List<TensorData> storages = new ArrayList<>();

  private ScriptArchive(ScriptModule root, Function<String, TensorData> tensors) {
    this.source = new ScriptSource(root);
    this.foreign = root.foreign();
    this.tensors = tensors;
  }

  /**
   * Writes {@code root}; the same input gives the same bytes.
   *
   * @param tensors gives a parameter or buffer by its dotted name, in the shape the tree declares
   * @param out is not closed
   */
  public static void write(
      ScriptModule root, Function<String, TensorData> tensors, OutputStream out)
      throws IOException {
    ScriptArchive archive = new ScriptArchive(root, tensors);
    archive.object(root, "");
    StoredZip zip = new StoredZip(out, "model/");
    zip.entry("data.pkl", archive.pickle.stop());
    String code = "code/" + archive.source.place().replace('.', '/') + ".py";
    zip.entry(code, archive.source.text().getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < archive.storages.size(); i++) {
      TensorData tensor = archive.storages.get(i);
      long size = (long) Float.BYTES * tensor.size();
      zip.entry("data/" + archive.key(i), size, content -> ChannelsLast.write(tensor, content));
    }
    if (archive.foreign.isPresent()) {
      archive.foreign.get().copyTo(zip);
    } else {
      zip.entry("constants.pkl", new Pickle().emptyTuple().stop());
      zip.entry("version", "3\n".getBytes(StandardCharsets.UTF_8));
    }
    zip.finish();
  }

  private void object(ScriptModule module, String prefix) {
    pickle.global(source.place(), source.className(module)).emptyTuple().newObject();
    pickle.emptyDict().mark();
    pickle.string("training").bool(false);
    module
        .attributes()
        .forEach(
            (name, attribute) -> {
              pickle.string(name);
              value(attribute, prefix + name);
            });
    pickle.setItems().build();
  }

  private void value(Attribute attribute, String name) {
    switch (attribute) {
      case Parameter(Shape shape, var _) -> tensor(name, shape, true);
      case Buffer(Shape shape, var _) -> tensor(name, shape, false);
      case Child(ScriptModule module) -> object(module, name + ".");
      case Foreign(ScriptFile file) -> pickle.object(file.object());
      case IntegerValue(long value) -> pickle.integer(value);
      case FloatValue(double value) -> pickle.number(value);
      case BooleanValue(boolean value) -> pickle.bool(value);
    }
  }

  /** The name of a tensor's file; one of a module from elsewhere has numbers there. */
  private String key(int index) {
    return foreign.isPresent() ? "own" + index : Integer.toString(index);
  }

  private void tensor(String name, Shape shape, boolean trained) {
    TensorData tensor = tensors.apply(name);
    if (tensor == null || !tensor.shape().equals(shape)) {
      throw new IllegalArgumentException(name + " must be given with shape " + shape);
    }
    String key = key(storages.size());
    storages.add(tensor);
    pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
    pickle.mark().string("storage").global("torch", "FloatStorage").string(key).string("cpu");
    pickle.integer(shape.size()).tuple().persistentId();
    pickle.integer(0).integers(shape.getShape()).integers(ChannelsLast.strides(shape));
    pickle.bool(trained);
    pickle.global("collections", "OrderedDict").emptyTuple().reduce();
    pickle.tuple().reduce();
  }
}
