package dev.transferjob.trainer.model;

import dev.transferjob.trainer.engine.Initializer;
import dev.transferjob.trainer.engine.ScriptFile;
import dev.transferjob.trainer.engine.ScriptModule;
import dev.transferjob.trainer.engine.ScriptTensor;
import dev.transferjob.trainer.graph.Layer;
import dev.transferjob.trainer.graph.TorchScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A TorchScript network from elsewhere, in a module of ours: under a new linear head, or as it is.
 * It stays in evaluation mode, also while it is trained: what it does in training mode is its own
 * matter and may not be parted.
 *
 * @param parameters by their names in the file
 * @param features the width of its {@code features}; of its logits where it keeps its head
 * @param preprocess TorchScript for the method that turns decoded images into its input
 */
record GivenNetwork(
    ScriptFile file,
    List<GivenParameter> parameters,
    int features,
    int classes,
    Optional<Layer> newHead,
    String preprocess)
    implements NetworkPlan {
  private static final String BACKBONE = "backbone";

  @Override
  public ScriptModule module() {
    ScriptModule module = new ScriptModule("Transferred").foreign(BACKBONE, file);
    if (newHead.isPresent()) {
      module
          .child(head(), TorchScript.module(newHead.get()))
          .methods(
              """
              def extract_features(self, x: Tensor) -> Tensor:
                return self.backbone.features(x)
              def classify(self, x: Tensor) -> Tensor:
                return self.head.forward(x)
              """);
    }
    return module
        .methods(
            """
            def forward(self, x: Tensor) -> Tensor:
              if x.dtype == 0:
                x = self.preprocess(x)
              return %s
            """
                .formatted(
                    newHead.isPresent()
                        ? "self.classify(self.extract_features(x))"
                        : "self.backbone.forward(x)"))
        .methods(NetworkScript.setMode(module, this))
        .methods(NetworkScript.buffers(module))
        .methods(preprocess);
  }

  @Override
  public List<ScriptTensor> tensors() {
    List<ScriptTensor> tensors = new ArrayList<>();
    for (GivenParameter parameter : parameters) {
      String name = BACKBONE + "." + parameter.name();
      tensors.add(
          new ScriptTensor(name, "self." + name, parameter.shape(), Initializer.ZEROS, true));
    }
    tensors.addAll(ScriptTensor.of(module()));
    return tensors;
  }

  /** It is one part: nothing is known of its inside. */
  @Override
  public List<Unit> units() {
    return List.of(new Unit(BACKBONE, List.of(BACKBONE)));
  }

  @Override
  public String head() {
    return "head";
  }
}
