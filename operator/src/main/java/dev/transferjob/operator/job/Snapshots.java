package dev.transferjob.operator.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.transferjob.api.TransferJob;
import dev.transferjob.protocol.JobSnapshot;
import dev.transferjob.protocol.ProtocolJson;
import java.io.UncheckedIOException;

/** What is written into annotations as JSON. */
final class Snapshots {
  private Snapshots() {}

  /** The spec that this run trains by, whatever happens to the resource later. */
  static String of(TransferJob resource, Run run) {
    var meta = resource.getMetadata();
    return json(
        new JobSnapshot(
            meta.getName(), meta.getNamespace(), meta.getUid(), run.number(), resource.getSpec()));
  }

  static String json(Object value) {
    try {
      return ProtocolJson.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A record of ours must have a JSON form", e);
    }
  }
}
