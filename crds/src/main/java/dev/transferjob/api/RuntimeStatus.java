package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** What runs the training. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuntimeStatus(
    @Size(max = 512)
        @JsonPropertyDescription("The trainer's image, with its digest once it is known.")
        String image,
    @Size(max = 253) @JsonPropertyDescription("The pod of the newest attempt.") String pod,
    @Size(max = 32) @JsonPropertyDescription("When that pod was created.") String podCreationTime,
    @Size(max = 253) @JsonPropertyDescription("The node of the newest attempt.") String node,
    @Size(max = 317) @JsonPropertyDescription("The GPU that was asked for, as 1 nvidia.com/gpu.")
        String gpu) {}
