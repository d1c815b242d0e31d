package dev.transferjob.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A declared transfer-learning job. */
@Group(TransferJob.GROUP)
@Version(TransferJob.VERSION)
@ShortNames("tj")
@Categories("transfer")
@ValidationRule(
    value = "size(self.metadata.name) <= 45 && !self.metadata.name.contains('.')",
    message =
        "the name of a TransferJob has at most 45 characters and no dots: its Jobs and pods are"
            + " named after it")
@AdditionalPrinterColumn(
    name = "Phase",
    type = AdditionalPrinterColumn.Type.STRING,
    jsonPath = ".status.phase")
@AdditionalPrinterColumn(
    name = "Progress",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".status.progress.percentage")
@AdditionalPrinterColumn(
    name = "Epoch",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".status.progress.epoch")
@AdditionalPrinterColumn(
    name = "Best",
    type = AdditionalPrinterColumn.Type.STRING,
    jsonPath = ".status.best.value")
@AdditionalPrinterColumn(
    name = "ETA",
    type = AdditionalPrinterColumn.Type.STRING,
    jsonPath = ".status.progress.remaining")
@AdditionalPrinterColumn(
    name = "Attempts",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".status.attempts.total")
@AdditionalPrinterColumn(
    name = "Queue",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1,
    jsonPath = ".status.queue.name")
@AdditionalPrinterColumn(
    name = "Node",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1,
    jsonPath = ".status.runtime.node")
@AdditionalPrinterColumn(
    name = "GPU",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1,
    jsonPath = ".status.runtime.gpu")
@AdditionalPrinterColumn(
    name = "Reason",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1,
    jsonPath = ".status.conditions[?(@.type==\"Running\")].reason")
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp")
public class TransferJob extends CustomResource<TransferJobSpec, TransferJobStatus>
    implements Namespaced {
  public static final String GROUP = "transferjob.dev";
  public static final String VERSION = "v1alpha1";
  private static final long serialVersionUID = 1L;

  /** Overridden only to be required in the schema. */
  @Override
  @Required
  public TransferJobSpec getSpec() {
    return super.getSpec();
  }
}
