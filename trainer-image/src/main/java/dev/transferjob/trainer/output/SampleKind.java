package dev.transferjob.trainer.output;

import dev.transferjob.trainer.model.NetworkExport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** What a result's files say of its samples; everything else serves samples of any kind. */
public interface SampleKind {
  /** In words, for example {@code images}. */
  String plural();

  /** What the served model takes: a paragraph of Markdown. */
  String input();

  /** The TorchScript method {@code preprocess}, which travels with the network. */
  String preprocess();

  /** {@code serving.properties}: how DJL turns what a client sends into the model's input. */
  String serving();

  /** Writes {@code model.onnx}; {@code out} stays open. */
  void onnx(NetworkExport network, List<String> classes, OutputStream out) throws IOException;

  /** The name of a sample that the result was measured on. */
  String name(int sample);

  /** What there is to see of it: HTML. */
  String shown(int sample);
}
