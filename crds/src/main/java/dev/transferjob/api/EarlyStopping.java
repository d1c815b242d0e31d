package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** When training ends before its last epoch. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EarlyStopping(
    @Default("accuracy")
        @JsonPropertyDescription(
            "The validation metric that must get better: accuracy and macroF1 upwards, loss"
                + " downwards. The weights of its best epoch are kept.")
        SelectionMetric metric,
    @Default("5")
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription("Training ends after so many epochs without improvement.")
        Integer patience,
    @Default("0")
        @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription("Only a change of more than this is an improvement.")
        String minDelta) {

  public EarlyStopping {
    metric = metric == null ? SelectionMetric.accuracy : metric;
    patience = patience == null ? 5 : patience;
    minDelta = minDelta == null ? "0" : minDelta;
  }
}
