package dev.transferjob.operator.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the object of a watch event straight into its class, if it is of those that change by the
 * thousand and tells its kind first, as the API server does. The client itself reads each twice, by
 * a tree.
 */
final class WatchedObject extends JsonDeserializer<KubernetesResource> {
  private static final Map<Kind, Class<? extends HasMetadata>> CLASSES =
      Stream.of(TransferJob.class, Job.class, Pod.class)
          .collect(Collectors.toUnmodifiableMap(Kind::of, type -> type));
  private static final Set<String> HEAD = Set.of("apiVersion", "kind");

  private record Kind(String apiVersion, String kind) {
    static Kind of(Class<? extends HasMetadata> type) {
      return new Kind(HasMetadata.getApiVersion(type), HasMetadata.getKind(type));
    }

    static Kind of(ObjectNode head) {
      return new Kind(head.path("apiVersion").asText(), head.path("kind").asText());
    }
  }

  @Override
  public KubernetesResource deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    if (!parser.isExpectedStartObjectToken()) {
      return context.readValue(parser, KubernetesResource.class);
    }
    var head = context.getNodeFactory().objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME && HEAD.contains(parser.currentName())) {
      head.put(parser.currentName(), parser.nextTextValue());
    }
    var type = CLASSES.get(Kind.of(head));
    return type == null ? other(head, parser, context) : context.readValue(parser, type);
  }

  /** With what was read of it already. */
  private static KubernetesResource other(
      ObjectNode head, JsonParser parser, DeserializationContext context) throws IOException {
    for (; parser.currentToken() == JsonToken.FIELD_NAME; parser.nextToken()) {
      var name = parser.currentName();
      parser.nextToken();
      head.set(name, context.readTree(parser));
    }
    return context.readTreeAsValue(head, KubernetesResource.class);
  }
}
