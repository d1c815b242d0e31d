package dev.transferjob.operator.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * What is read of the API server's answers: not who wrote which field, and of pods and Jobs not
 * what the operator itself asked for, which is most of their text. All of it is written.
 */
@Singleton
public class Reading implements KubernetesClientObjectMapperCustomizer {
  @Override
  public void customize(ObjectMapper mapper) {
    mapper
        .addMixIn(ObjectMeta.class, WithoutManagers.class)
        .addMixIn(JobSpec.class, WithoutTemplate.class)
        .addMixIn(PodSpec.class, WithoutPlacement.class)
        .addMixIn(Container.class, WithoutSettings.class)
        .addMixIn(WatchEvent.class, Watched.class);
  }

  @JsonIgnoreProperties(value = "managedFields", allowGetters = true)
  private static final class WithoutManagers {}

  @JsonIgnoreProperties(
      value = {"template", "selector"},
      allowGetters = true)
  private static final class WithoutTemplate {}

  @JsonIgnoreProperties(
      value = {"volumes", "tolerations", "affinity", "securityContext"},
      allowGetters = true)
  private static final class WithoutPlacement {}

  @JsonIgnoreProperties(
      value = {"env", "volumeMounts", "resources", "securityContext"},
      allowGetters = true)
  private static final class WithoutSettings {}

  interface Watched {
    @JsonDeserialize(using = WatchedObject.class)
    void setObject(Object object);
  }
}
