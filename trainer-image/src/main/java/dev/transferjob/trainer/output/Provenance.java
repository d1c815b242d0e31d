package dev.transferjob.trainer.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/**
 * Where a model comes from; {@code provenance.json}.
 *
 * @param data sha256 of each split: over its samples' names and contents
 * @param weights sha256 of the file; null when trained from scratch
 * @param machine image, thread count and CPU capability
 * @param versions of what computed it
 */
public record Provenance(
    String name,
    String namespace,
    String uid,
    JsonNode spec,
    String specSha256,
    Map<String, String> data,
    String weights,
    long seed,
    String machine,
    Map<String, String> versions,
    Instant start,
    Instant end) {

  public Provenance {
    data = Map.copyOf(data);
    versions = Map.copyOf(versions);
  }
}
