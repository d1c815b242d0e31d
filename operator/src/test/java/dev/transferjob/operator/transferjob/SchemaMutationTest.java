package dev.transferjob.operator.transferjob;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.transferjob.api.Condition;
import dev.transferjob.api.ConditionType;
import dev.transferjob.api.Phase;
import dev.transferjob.api.TransferJob;
import dev.transferjob.operator.job.Labels;
import dev.transferjob.operator.queue.KueueLabels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every property of the schema with many values, one changed at a time, on a real API server with
 * the operator running: what the schema forbids is refused by name; whatever is let in is carried
 * out or explained within 10 s; and the way back always leads to a job that ends.
 */
class SchemaMutationTest extends WithOperator {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Duration PROMISE = Duration.ofSeconds(10);
  private static final int BATCH = 40;
  private static final List<String> ALL = List.of("All");

  /** Changes of a stored job that the schema lets through. */
  private static final Set<String> MUTABLE =
      Set.of("suspend", "ttlSecondsAfterFinished", "priorityClassName");

  private static final Map<String, ObjectNode> BASES = new TreeMap<>();

  private List<SchemaMutation> mutations;

  @BeforeAll
  void read() throws IOException {
    YAML.readTree(Path.of("src/test/resources/mutations/bases.yaml").toFile())
        .properties()
        .forEach(base -> BASES.put(base.getKey(), (ObjectNode) base.getValue()));
    awaitLeadership(world.namespace("mutations-first"));
    mutations = new ArrayList<>();
    for (var property : SchemaProperty.ofSpec()) {
      var base = base(property);
      mutations.addAll(SchemaMutation.of(property, base.getKey(), base.getValue()));
    }
  }

  /** One that has the property, or at least the object around it. */
  private static Map.Entry<String, ObjectNode> base(SchemaProperty property) {
    var fitting = BASES.entrySet().stream().filter(it -> property.fits(it.getValue())).toList();
    return fitting.stream()
        .filter(it -> property.in(it.getValue()).isPresent())
        .findFirst()
        .orElseGet(fitting::getFirst);
  }

  @Test
  void everyPropertyHasThreeValuesOrMore() throws IOException {
    var tried =
        mutations.stream()
            .collect(Collectors.groupingBy(SchemaMutation::property, Collectors.counting()));

    assertThat(tried.keySet()).containsAll(SchemaProperty.ofSpec());
    assertThat(tried.values()).allMatch(count -> count >= 3);
  }

  @Test
  void basesAreAccepted() {
    var namespace = world.namespace("mutations-bases");

    assertThat(BASES)
        .allSatisfy(
            (name, spec) -> assertThat(refusal(dryRun(namespace, name, spec))).as(name).isEmpty());
  }

  @Test
  void everyMutationIsRefusedOrCarriedOutOrExplained() {
    // Given
    var namespace = world.namespace("mutations");
    try (var errors = new LoggedErrors()) {

      // When
      Map<SchemaMutation, Optional<String>> refusals =
          mutations.parallelStream()
              .collect(
                  Collectors.toConcurrentMap(
                      Function.identity(),
                      mutation -> refusal(dryRun(namespace, "mutation", mutation.spec()))));

      // Then
      assertThat(mutations.stream().filter(SchemaMutation::forbidden))
          .allSatisfy(
              mutation ->
                  assertThat(refusals.get(mutation))
                      .as("%s", mutation)
                      .hasValueSatisfying(
                          message -> assertThat(message).contains(mutation.property().name())));
      assertThat(refusals.values().stream().flatMap(Optional::stream))
          .allSatisfy(message -> assertThat(message).contains("spec"));

      // And
      var accepted =
          mutations.stream()
              .filter(mutation -> refusals.get(mutation).isEmpty())
              .collect(
                  Collectors.toMap(
                      SchemaMutation::spec,
                      Function.identity(),
                      (one, _) -> one,
                      LinkedHashMap::new))
              .values()
              .stream()
              .toList();
      var explained = carriedOutOrExplained(namespace, accepted);
      System.out.printf(
          "%d properties, %d mutations: %d refused on admission, %d of %d different ones let in"
              + " were carried out, %d explained: %s%n",
          mutations.stream().map(SchemaMutation::property).distinct().count(),
          mutations.size(),
          refusals.values().stream().filter(Optional::isPresent).count(),
          accepted.size() - explained.size(),
          accepted.size(),
          explained.size(),
          explained.values().stream()
              .map(Condition::reason)
              .collect(Collectors.groupingBy(it -> it, TreeMap::new, Collectors.counting())));

      // And
      recover(namespace, accepted, explained);
      assertThat(errors.all()).isEmpty();
      assertQuiet(namespace);
    }
  }

  @Test
  void changesOfAStoredJobAreRefusedUnlessTheyAreAllowed() {
    // Given
    var namespace = world.namespace("mutations-two-steps");
    BASES.forEach((name, spec) -> admin.resource(resource(namespace, name, spec)).create());
    try (var errors = new LoggedErrors()) {

      // When
      var let =
          mutations.parallelStream()
              .filter(mutation -> !mutation.spec().equals(BASES.get(mutation.base())))
              .filter(mutation -> changes(namespace, mutation))
              .map(mutation -> mutation.property().path().getFirst())
              .collect(Collectors.toCollection(TreeSet::new));

      // Then
      assertThat(MUTABLE).containsAll(let);
      BASES.keySet().forEach(name -> awaitEnd(namespace, name));
      assertThat(errors.all()).isEmpty();
    }
  }

  /** Two changes of what may change, in every order, and back; the job goes on and ends. */
  @Test
  void allowedChangesAndTheWayBack() {
    // Given
    var namespace = world.namespace("mutations-rolled-back");
    var base = BASES.get("feature-extraction");
    var changes =
        mutations.stream()
            .filter(mutation -> mutation.base().equals("feature-extraction"))
            .filter(
                mutation ->
                    Set.of("suspend", "ttlSecondsAfterFinished")
                        .contains(mutation.property().path().getFirst()))
            .filter(mutation -> !mutation.forbidden())
            .toList();
    admin.resource(resource(namespace, "changed", base)).create();
    try (var errors = new LoggedErrors()) {

      // When
      for (var first : changes) {
        for (var second : changes) {
          update(namespace, "changed", first.spec());
          update(namespace, "changed", second.spec());
          update(namespace, "changed", base);
        }
      }

      // Then
      awaitEnd(namespace, "changed");
      assertThat(errors.all()).isEmpty();
    }
  }

  /** In a queue the priority may change too, but neither come nor go. Kueue's part is played. */
  @Test
  void allowedChangesInAQueueAndTheWayBack() {
    // Given
    var namespace = world.namespace("mutations-queued");
    var base = with(BASES.get("from-scratch"), "queueName", "gpus");
    var low = with(base, "priorityClassName", "low");
    var changes =
        List.of(
            low,
            with(base, "priorityClassName", "high"),
            with(base, "priorityClassName", "urgent"),
            low.deepCopy().put("suspend", true),
            low.deepCopy().put("ttlSecondsAfterFinished", 3600));
    admin.resource(resource(namespace, "queued", low)).create();
    admin.resource(resource(namespace, "without", base)).create();
    try (var errors = new LoggedErrors()) {

      // When
      for (var first : changes) {
        for (var second : changes) {
          update(namespace, "queued", first);
          update(namespace, "queued", second);
          var unset = refusal(() -> update(namespace, "queued", base));
          assertThat(unset).hasValueSatisfying(it -> assertThat(it).contains("priorityClassName"));
        }
      }
      update(namespace, "queued", with(base, "priorityClassName", "high"));

      // Then
      assertThat(refusal(() -> update(namespace, "without", low)))
          .hasValueSatisfying(message -> assertThat(message).contains("priorityClassName"));
      await()
          .atMost(PROMISE)
          .until(
              () ->
                  isUpToDate(namespace, "queued")
                      && job(namespace, "queued").filter(it -> isOf(it, "high")).isPresent());
      admin.resource(job(namespace, "queued").orElseThrow()).edit(SchemaMutationTest::admitted);
      awaitEnd(namespace, "queued");
      assertThat(errors.all()).isEmpty();
    }
  }

  private static ObjectNode with(ObjectNode spec, String field, String value) {
    return spec.deepCopy().put(field, value);
  }

  private static boolean isOf(Job job, String priority) {
    return !job.isMarkedForDeletion()
        && priority.equals(job.getMetadata().getLabels().get(KueueLabels.PRIORITY));
  }

  private boolean isUpToDate(String namespace, String name) {
    var stored = stored(namespace, name);
    return stored.getStatus() != null
        && stored.getMetadata().getGeneration().equals(stored.getStatus().observedGeneration());
  }

  private static Job admitted(Job job) {
    return job.edit().editSpec().withSuspend(false).endSpec().build();
  }

  /** The conditions of those that have no Job, by name. */
  private Map<String, Condition> carriedOutOrExplained(
      String namespace, List<SchemaMutation> accepted) {
    var explained = new TreeMap<String, Condition>();
    for (int from = 0; from < accepted.size(); from += BATCH) {
      var batch =
          IntStream.range(from, Math.min(from + BATCH, accepted.size()))
              .mapToObj(i -> i)
              .collect(Collectors.toMap(i -> "m-" + i, accepted::get));
      batch.entrySet().parallelStream()
          .forEach(
              it ->
                  admin.resource(resource(namespace, it.getKey(), it.getValue().spec())).create());
      var open = new TreeSet<>(batch.keySet());
      await()
          .atMost(PROMISE)
          .untilAsserted(
              () -> {
                open.removeIf(name -> isAnswered(namespace, name, explained));
                assertThat(open).as("%s", batch).isEmpty();
              });
    }
    return explained;
  }

  private boolean isAnswered(String namespace, String name, Map<String, Condition> explained) {
    var stored = stored(namespace, name);
    if (stored.getSpec().isManagedElsewhere()) {
      return true;
    }
    var running =
        Optional.ofNullable(stored.getStatus())
            .flatMap(status -> status.condition(ConditionType.Running));
    if (running.isEmpty() || running.get().message().isBlank()) {
      return false;
    }
    if (stored.getStatus().phase() != Phase.Suspended && job(namespace, name).isEmpty()) {
      explained.put(name, running.get());
    }
    return true;
  }

  /** What could not be carried out is replaced by what can, under the same name. */
  private void recover(
      String namespace, List<SchemaMutation> accepted, Map<String, Condition> explained) {
    for (var name : explained.keySet()) {
      var base = accepted.get(Integer.parseInt(name.substring(2))).base();
      admin.resources(TransferJob.class).inNamespace(namespace).withName(name).delete();
      admin.resource(resource(namespace, name, BASES.get(base))).create();
      awaitEnd(namespace, name);
    }
  }

  private void awaitEnd(String namespace, String name) {
    var kubelet = new Kubelet(admin, namespace);
    var pod =
        await(name + " has a pod")
            .atMost(Duration.ofSeconds(30))
            .until(() -> pod(namespace, name), Objects::nonNull);
    kubelet.end(kubelet.run(pod), 0, "Completed", "");
    await(name + " is complete")
        .atMost(PROMISE)
        .until(() -> stored(namespace, name).getStatus().isFinished());
  }

  private Pod pod(String namespace, String name) {
    return admin
        .pods()
        .inNamespace(namespace)
        .withLabel(Labels.NAME, name)
        .list()
        .getItems()
        .stream()
        .filter(pod -> !Pods.ended(pod) && !Pods.stopping(pod))
        .findFirst()
        .orElse(null);
  }

  private Optional<Job> job(String namespace, String name) {
    var jobs = admin.batch().v1().jobs().inNamespace(namespace).withLabel(Labels.NAME, name);
    return jobs.list().getItems().stream().findFirst();
  }

  /** Nothing is written any more. */
  private void assertQuiet(String namespace) {
    await("quiet")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(6))
        .until(
            () -> {
              var before = versions(namespace);
              Thread.sleep(5000);
              return versions(namespace).equals(before);
            });
  }

  private Map<String, String> versions(String namespace) {
    return admin.resources(TransferJob.class).inNamespace(namespace).list().getItems().stream()
        .collect(
            Collectors.toMap(
                it -> it.getMetadata().getName(), it -> it.getMetadata().getResourceVersion()));
  }

  private TransferJob stored(String namespace, String name) {
    return admin.resources(TransferJob.class).inNamespace(namespace).withName(name).get();
  }

  /** Whether the API server lets it in; the job stays as it is. */
  private boolean changes(String namespace, SchemaMutation mutation) {
    var before = stored(namespace, mutation.base()).getSpec();
    var dry = new PatchContext.Builder().withPatchType(PatchType.JSON);
    try {
      var after = replace(namespace, mutation.base(), mutation.spec(), dry.withDryRun(ALL).build());
      return !after.getSpec().equals(before);
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as("%s: %s", mutation, e.getMessage()).isIn(HTTP_BAD_REQUEST, 422);
      return false;
    }
  }

  private void update(String namespace, String name, ObjectNode spec) {
    replace(namespace, name, spec, PatchContext.of(PatchType.JSON));
  }

  private TransferJob replace(
      String namespace, String name, ObjectNode spec, PatchContext context) {
    var patch = YAML.createArrayNode();
    patch.addObject().put("op", "replace").put("path", "/spec").set("value", spec);
    return admin
        .resources(TransferJob.class)
        .inNamespace(namespace)
        .withName(name)
        .patch(context, patch.toString());
  }

  private Runnable dryRun(String namespace, String name, ObjectNode spec) {
    return () -> admin.resource(resource(namespace, name, spec)).dryRun(true).create();
  }

  /** The API server's answer to what it does not take. */
  private static Optional<String> refusal(Runnable write) {
    try {
      write.run();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as(e.getMessage()).isIn(HTTP_BAD_REQUEST, 422);
      return Optional.of(e.getMessage());
    }
  }

  private static GenericKubernetesResource resource(
      String namespace, String name, ObjectNode spec) {
    var resource = YAML.createObjectNode();
    resource.put("apiVersion", "transferjob.dev/v1alpha1").put("kind", "TransferJob");
    resource.putObject("metadata").put("namespace", namespace).put("name", name);
    resource.set("spec", spec);
    return YAML.convertValue(resource, GenericKubernetesResource.class);
  }
}
