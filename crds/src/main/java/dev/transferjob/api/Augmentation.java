package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A random change of a training image. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Augmentation(
    @Required
        @JsonPropertyDescription(
            "RandomResizedCrop: a random part of the image at the input's size. HorizontalFlip:"
                + " mirrored, every second time on average. RandomCrop: padded by 4 pixels and cut"
                + " out at a random place.")
        AugmentationType type) {}
