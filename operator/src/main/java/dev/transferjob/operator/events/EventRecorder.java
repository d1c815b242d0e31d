package dev.transferjob.operator.events;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.transferjob.api.TransferJob;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Writes Kubernetes Events, which {@code kubectl describe} and {@code kubectl events} show. */
@ApplicationScoped
public class EventRecorder {
  private static final Logger LOG = Logger.getLogger(EventRecorder.class);
  private static final String CONTROLLER = "transferjob.dev/operator";
  private static final int MAX_NOTE = 1024;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final Clock clock;

  public EventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Tells of a transition from the state that {@code resource} holds. An Event is a courtesy: that
   * it cannot be written stops nothing.
   *
   * @param type Normal or Warning
   */
  public void record(TransferJob resource, String type, String reason, String note) {
    try {
      client.resource(event(resource, type, reason, note)).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HTTP_CONFLICT) {
        LOG.warnf("The Event %s was not written: %s", reason, e.getMessage());
      }
    }
  }

  private Event event(TransferJob resource, String type, String reason, String note) {
    return new EventBuilder()
        .withNewMetadata()
        .withName(name(resource, reason))
        .withNamespace(resource.getMetadata().getNamespace())
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(clock.instant())))
        .withReportingController(CONTROLLER)
        .withReportingInstance(System.getenv().getOrDefault("HOSTNAME", "operator"))
        .withAction("Reconcile")
        .withReason(reason)
        .withType(type)
        .withNote(note.length() <= MAX_NOTE ? note : note.substring(0, MAX_NOTE - 1) + "…")
        .withRegarding(reference(resource))
        .build();
  }

  /** The same transition always has the same name, so that it is told once. */
  private static String name(TransferJob resource, String reason) {
    var meta = resource.getMetadata();
    var what = meta.getUid() + "/" + meta.getResourceVersion() + "/" + reason;
    var hash = UUID.nameUUIDFromBytes(what.getBytes(UTF_8)).getMostSignificantBits();
    return meta.getName() + "." + Long.toHexString(hash);
  }

  private static ObjectReference reference(TransferJob resource) {
    var meta = resource.getMetadata();
    return new ObjectReferenceBuilder()
        .withApiVersion(resource.getApiVersion())
        .withKind(resource.getKind())
        .withName(meta.getName())
        .withNamespace(meta.getNamespace())
        .withUid(meta.getUid())
        .build();
  }
}
