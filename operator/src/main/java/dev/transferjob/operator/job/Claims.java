package dev.transferjob.operator.job;

import dev.transferjob.api.ClaimUri;
import dev.transferjob.api.DataSource;
import dev.transferjob.api.ModelCandidate;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.api.Weights;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The PersistentVolumeClaims that a job names.
 *
 * @param inputs are only read
 * @param output is written
 */
public record Claims(SortedSet<String> inputs, String output) {

  public static Claims of(TransferJobSpec spec) {
    var weights =
        Stream.concat(
                Stream.ofNullable(spec.model().weights()),
                spec.model().candidates().stream().map(ModelCandidate::weights))
            .map(Weights::uri);
    var data = spec.data();
    var adaptation = spec.domainAdaptation();
    var inputs =
        Stream.concat(
                Stream.of(
                        data.train(),
                        data.validation(),
                        data.test(),
                        adaptation == null ? null : adaptation.target())
                    .filter(Objects::nonNull)
                    .map(DataSource::uri),
                weights)
            .map(uri -> ClaimUri.parse(uri).claim())
            .toList();
    return new Claims(new TreeSet<>(inputs), ClaimUri.parse(spec.output().uri()).claim());
  }

  /** Each claim once, in order. */
  public List<String> all() {
    var all = new TreeSet<>(inputs);
    all.add(output);
    return List.copyOf(all);
  }
}
