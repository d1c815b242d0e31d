package dev.transferjob.trainer.model;

import ai.djl.ndarray.NDArray;
import dev.transferjob.trainer.engine.ScriptArchive;
import dev.transferjob.trainer.engine.ScriptTensor;
import dev.transferjob.trainer.engine.TensorData;
import dev.transferjob.trainer.engine.TorchModule;
import dev.transferjob.trainer.graph.Block;
import dev.transferjob.trainer.graph.OnnxWriter;
import dev.transferjob.trainer.onnx.OnnxModel;
import dev.transferjob.trainer.onnx.OnnxNodes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a network as it is now in the forms that others read. */
public final class NetworkExport {
  private final NetworkPlan plan;
  private final TorchModule module;
  private final Map<String, NDArray> state;

  NetworkExport(NetworkPlan plan, TorchModule module, Map<String, NDArray> state) {
    this.plan = plan;
    this.module = module;
    this.state = state;
  }

  /** Whether all its layers are known, and not only TorchScript that was given. */
  public boolean isDescribed() {
    return plan instanceof LayeredNetwork;
  }

  /** What {@link Network#evaluate} depends on, all but an auxiliary head; each read when asked. */
  public Map<String, TensorData> weights() {
    Map<String, TensorData> weights = new LinkedHashMap<>();
    for (ScriptTensor tensor : plan.withoutAuxiliary().tensors()) {
      weights.put(tensor.name(), TensorData.live(state.get(tensor.name())));
    }
    return weights;
  }

  /**
   * As TorchScript, in evaluation mode. Its {@code forward} takes normalised images as {@link
   * Network#evaluate}, and decoded ones, uint8 (N, H, W, 3).
   *
   * @param preprocess TorchScript for a method {@code preprocess} from the latter to the former
   * @param out stays open
   */
  public void torchScript(String preprocess, OutputStream out) throws IOException {
    switch (plan) {
      case LayeredNetwork layered -> {
        var script = new NetworkScript(layered.withoutAuxiliary());
        ScriptArchive.write(script.withImages(preprocess), weights()::get, out);
      }
      // It has its own preprocessing in it.
      case GivenNetwork _ -> module.write(out);
    }
  }

  /**
   * As ONNX: {@code images}, normalised, float32 (N, 3, size, size), to {@code logits} (N,
   * classes).
   *
   * @param metadata texts about the model
   * @param out stays open
   */
  public void onnx(int size, Map<String, String> metadata, OutputStream out) throws IOException {
    OnnxNodes nodes = new OnnxNodes();
    new OnnxWriter(nodes, weights()::get).write(layers(), "images", size);
    nodes.output("logits");
    var shape = List.of(3, size, size);
    new OnnxModel("classifier", nodes, "images", shape, "logits", plan.classes(), metadata)
        .write(out);
  }

  private Block layers() {
    return switch (plan) {
      case LayeredNetwork layered -> layered.root();
      case GivenNetwork _ ->
          throw new ModelInvalidException(
              "a TorchScript network cannot be written as ONNX: remove ONNX from output.formats.");
    };
  }
}
