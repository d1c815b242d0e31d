package dev.transferjob.trainer.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.transferjob.api.ModelFormat;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.trainer.model.Safetensors;
import dev.transferjob.trainer.train.EpochRecord;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes what a finished job leaves: the model for DJL and for others, and how it came to be. */
public final class ResultFiles {
  private static final ObjectMapper JSON = ProtocolJson.mapper();

  private final TrainedModel model;

  public ResultFiles(TrainedModel model) {
    this.model = model;
  }

  public void write(Path folder) throws IOException {
    try (OutputStream out = stream(folder.resolve("model.pt"))) {
      model.network().export().torchScript(model.samples().preprocess(), out);
    }
    if (model.network().export().isDescribed()) {
      try (OutputStream out = stream(folder.resolve("model.safetensors"))) {
        Safetensors.write(model.network().export().weights(), Map.of("format", "pt"), out);
      }
    }
    if (model.job().spec().output().formats().contains(ModelFormat.ONNX)) {
      try (OutputStream out = stream(folder.resolve("model.onnx"))) {
        model.samples().onnx(model.network().export(), model.classes(), out);
      }
    }
    text(folder.resolve("synset.txt"), String.join("\n", model.classes()) + "\n");
    text(folder.resolve("serving.properties"), model.samples().serving());
    text(folder.resolve("metrics.jsonl"), history());
    byte[] provenance = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(model.provenance());
    Files.write(folder.resolve("provenance.json"), provenance);
    text(folder.resolve("MODEL_CARD.md"), new ModelCard(model).text());
    text(folder.resolve("report.html"), new Report(model).html());
  }

  private String history() throws IOException {
    var lines = new StringBuilder();
    for (EpochRecord epoch : model.history()) {
      lines.append(JSON.writeValueAsString(epoch)).append('\n');
    }
    return lines.toString();
  }

  private static OutputStream stream(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file));
  }

  private static void text(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }
}
