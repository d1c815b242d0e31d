package dev.transferjob.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Makes the CustomResourceDefinition from the Java records. */
final class CrdGeneration {
  private CrdGeneration() {}

  /** The definition as YAML. */
  @SuppressWarnings("unchecked")
  static String yaml() {
    var output = new StringOutput();
    new CRDGenerator()
        .customResourceClasses(TransferJob.class)
        .forCRDVersions("v1")
        .withPostProcessor(new Adjusting())
        .withOutput(output)
        .generate();
    return output.stream.toString(StandardCharsets.UTF_8);
  }

  private static final class Adjusting implements CRDPostProcessor {
    @Override
    public HasMetadata process(HasMetadata crd, String version) {
      var definition = (CustomResourceDefinition) crd;
      for (var each : definition.getSpec().getVersions()) {
        SchemaAdjustments.adjust(each.getSchema().getOpenAPIV3Schema());
        each.getAdditionalPrinterColumns().sort(Comparator.comparingInt(Adjusting::position));
      }
      return definition;
    }

    /** The generator sorts columns by path; people read them in the order of the annotations. */
    private static int position(CustomResourceColumnDefinition column) {
      return Arrays.stream(TransferJob.class.getAnnotationsByType(AdditionalPrinterColumn.class))
          .map(AdditionalPrinterColumn::name)
          .toList()
          .indexOf(column.getName());
    }
  }

  private static final class StringOutput implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    @Override
    public ByteArrayOutputStream outputFor(String crdName) throws IOException {
      return stream;
    }

    @Override
    public URI crdURI(String crdName) {
      return URI.create("file:///" + crdName);
    }

    @Override
    public void close() {}
  }
}
