package dev.transferjob.trainer.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.transferjob.protocol.ProtocolJson;
import dev.transferjob.trainer.data.Preprocessing;
import dev.transferjob.trainer.model.NetworkExport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code model.onnx}: normalised images, float32 (batch, 3, size, size), to logits. How an image
 * becomes such an input, and the classes, are in its metadata.
 */
record OnnxFile(NetworkExport network, Preprocessing preprocessing, List<String> classes) {

  void write(OutputStream out) throws IOException {
    network.onnx(preprocessing.size(), metadata(), out);
  }

  private Map<String, String> metadata() throws JsonProcessingException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("classes", json(classes));
    metadata.put(
        "preprocessing",
        "RGB; shorter side to resize pixels; centre of size pixels square; value / 255, minus mean,"
            + " divided by std");
    metadata.put("resize", Integer.toString(preprocessing.resize()));
    metadata.put("size", Integer.toString(preprocessing.size()));
    metadata.put("interpolation", preprocessing.interpolation() + ", antialiased");
    metadata.put("mean", json(preprocessing.mean()));
    metadata.put("std", json(preprocessing.std()));
    return metadata;
  }

  private static String json(List<?> values) throws JsonProcessingException {
    return ProtocolJson.mapper().writeValueAsString(values);
  }
}
