package dev.transferjob.operator.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapper;
import io.quarkus.kubernetes.client.KubernetesResources;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The client of the API server, in place of the one that Quarkus would make. */
@ApplicationScoped
class ClientBeans {

  @Produces
  @Singleton
  @SuppressWarnings("rawtypes") // as the extension makes them
  KubernetesSerialization serialization(
      @KubernetesClientObjectMapper ObjectMapper mapper, @KubernetesResources Class[] resources) {
    var serialization = new CheapCopies(mapper, false);
    for (Class<?> resource : resources) {
      serialization.registerKubernetesResource(resource.asSubclass(KubernetesResource.class));
    }
    return serialization;
  }

  @Produces
  @ApplicationScoped
  KubernetesClient client(KubernetesSerialization serialization, Config config, Vertx vertx) {
    return new KubernetesClientBuilder()
        .withKubernetesSerialization(serialization)
        .withConfig(config)
        .withHttpClientFactory(new ClientFactory(vertx))
        .build();
  }

  void close(@Disposes KubernetesClient client) {
    client.close();
  }
}
