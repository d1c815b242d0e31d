package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Options of method DomainAdaptation. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.tradeOff) || (double(self.tradeOff) > 0.0 && double(self.tradeOff) <= 10000.0)",
    message = "domainAdaptation.tradeOff must be more than 0 and at most 10000",
    fieldPath = ".tradeOff")
public record DomainAdaptation(
    @Required
        @JsonPropertyDescription(
            "What draws the target's images to the source's. DANN: a discriminator learns to tell"
                + " the domains by the features, the network learns to hide them (Ganin et al. 2016)."
                + " CDAN: the same with features and predictions together, certain ones counting more"
                + " (Long et al. 2018). MMD: the features' maximum mean discrepancy under five"
                + " kernels becomes small (Long et al. 2015). CORAL: the difference of their"
                + " covariances becomes small (Sun and Saenko 2016). MCC: the predictions on the"
                + " target become less confused (Jin et al. 2020); it needs a network that is good on"
                + " the target already, else it collapses.")
        AdaptationAlgorithm algorithm,
    @Required
        @JsonPropertyDescription(
            "The target's images, in a folder with or without sub-folders. They are not labelled:"
                + " where every image is in a sub-folder named after a class, the accuracy is"
                + " reported, but these labels are never used.")
        DataSource target,
    @Pattern(Decimals.UNSIGNED)
        @Size(max = Decimals.MAX_LENGTH)
        @JsonPropertyDescription(
            "Weight of the algorithm's loss beside the source's, approached as training goes on; for"
                + " DANN and CDAN, of the reversed gradient. Default: 1; 0.1 for DANN and CDAN, 100"
                + " for CORAL.")
        String tradeOff,
    @Default("true")
        @JsonPropertyDescription(
            "After each epoch the statistics of batch normalization, where training moves them, are"
                + " measured anew on the target's images. The model keeps these.")
        Boolean reestimateBatchNorm,
    @Default("InformationMaximization")
        @JsonPropertyDescription(
            "How the epoch to keep is chosen by the predictions on the target's images, without"
                + " labels. InformationMaximization: certain and varied. Entropy: certain. SND: soft"
                + " neighbourhood density (Saito et al. 2021). An epoch whose predictions have"
                + " collapsed to a few classes is only kept if all have.")
        AdaptationValidator validator,
    @Size(max = 8)
        @JsonPropertyDescription(
            "Random changes of the source's images alone, after those of"
                + " imageClassification.augmentation, which change both domains: for what differs"
                + " between the domains, such as colours.")
        List<Augmentation> sourceAugmentation) {

  public DomainAdaptation {
    if (tradeOff == null && algorithm != null) {
      tradeOff = algorithm.usualTradeOff();
    }
    reestimateBatchNorm = reestimateBatchNorm == null || reestimateBatchNorm;
    validator = validator == null ? AdaptationValidator.InformationMaximization : validator;
    sourceAugmentation = sourceAugmentation == null ? List.of() : List.copyOf(sourceAugmentation);
  }
}
