package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The labelled samples. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.validation) != has(self.validationFraction)",
    message = "give exactly one of data.validation and data.validationFraction")
@ValidationRule(
    value =
        "!has(self.validationFraction) || (double(self.validationFraction) > 0.0 &&"
            + " double(self.validationFraction) < 1.0)",
    message = "data.validationFraction must lie between 0 and 1, for example \"0.2\"")
public record Data(
    @Required @JsonPropertyDescription("The samples to learn from.") DataSource train,
    @JsonPropertyDescription("The samples to choose the best epoch by.") DataSource validation,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Instead of validation: the part of the training samples to set aside, the same part of"
                + " every class.")
        String validationFraction,
    @JsonPropertyDescription(
            "The samples that the result is measured on, once, at the end. Without them the"
                + " validation samples are used, and the result says so. With DomainAdaptation:"
                + " labelled images of the target; without them the result is measured on"
                + " domainAdaptation.target where its folders tell classes, which training never"
                + " looks at.")
        DataSource test) {}
