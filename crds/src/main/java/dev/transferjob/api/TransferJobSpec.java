package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** What to train, on what, how, and where the result goes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "self.method == 'FromScratch' || self.method == 'DomainAdaptation' ||"
            + " has(self.model.weights) || has(self.model.candidates)",
    message = "model.weights is required unless method is FromScratch or DomainAdaptation",
    fieldPath = ".model")
@ValidationRule(
    value =
        "self.method != 'FromScratch' || (!has(self.model.weights) && !has(self.model.candidates))",
    message =
        "model.weights is not used by FromScratch: remove it, or choose FineTuning or"
            + " FeatureExtraction",
    fieldPath = ".model")
@ValidationRule(
    value =
        "has(self.model.weights) || has(self.model.candidates) || self.model.head.source == 'New'",
    message =
        "model.head.source Pretrained needs a pre-trained network: name its model.weights and"
            + " choose FineTuning, FeatureExtraction or DomainAdaptation",
    fieldPath = ".model")
@ValidationRule(
    value = "self.method == 'FeatureExtraction' || !has(self.featureExtraction)",
    message =
        "featureExtraction is only for method FeatureExtraction: remove it or change the method")
@ValidationRule(
    value =
        "self.method == 'FineTuning' || self.method == 'DomainAdaptation' || !has(self.fineTuning)",
    message =
        "fineTuning is only for the methods FineTuning and DomainAdaptation: remove it or change the"
            + " method")
@ValidationRule(
    value = "has(self.model.weights) || has(self.model.candidates) || !has(self.fineTuning)",
    message = "fineTuning needs a pre-trained network: name its model.weights or remove fineTuning")
@ValidationRule(
    value = "(self.method == 'DomainAdaptation') == has(self.domainAdaptation)",
    message = "domainAdaptation goes together with method DomainAdaptation, and only with it")
@ValidationRule(
    value =
        "!has(self.domainAdaptation) || !has(self.fineTuning) ||"
            + " !self.domainAdaptation.reestimateBatchNorm || !self.fineTuning.freezeBatchNorm",
    message =
        "statistics of batch normalization that are frozen cannot be re-estimated: set"
            + " fineTuning.freezeBatchNorm or domainAdaptation.reestimateBatchNorm to false")
@ValidationRule(
    value =
        "!has(self.domainAdaptation) || ((!has(self.training.epochs) || self.training.epochs > 0)"
            + " && self.training.batchSize > 1)",
    message =
        "method DomainAdaptation needs training.epochs of at least 1 and training.batchSize of at"
            + " least 2",
    fieldPath = ".training")
@ValidationRule(
    value = "!has(self.domainAdaptation) || !has(self.training.earlyStopping)",
    message =
        "training.earlyStopping looks at labels, which DomainAdaptation has none of:"
            + " domainAdaptation.validator chooses the epoch",
    fieldPath = ".training")
@ValidationRule(
    value =
        "!has(self.baseline) || !has(self.baseline.sourceOnly) || self.method =="
            + " 'DomainAdaptation'",
    message = "baseline.sourceOnly is only for method DomainAdaptation")
@ValidationRule(
    value =
        "self.method != 'FeatureExtraction' || !has(self.imageClassification.augmentation) ||"
            + " size(self.imageClassification.augmentation) == 0 || (has(self.featureExtraction) &&"
            + " (!self.featureExtraction.cacheFeatures || self.featureExtraction.views > 1))",
    message =
        "imageClassification.augmentation needs several views of each image: set"
            + " featureExtraction.views to 2 or more, set featureExtraction.cacheFeatures to false"
            + " or remove the augmentation")
@ValidationRule(
    value =
        "!has(self.featureExtraction) || self.featureExtraction.views == 1 ||"
            + " (has(self.imageClassification.augmentation) &&"
            + " size(self.imageClassification.augmentation) > 0)",
    message =
        "featureExtraction.views of 2 or more differ only by imageClassification.augmentation: add"
            + " some or remove views",
    fieldPath = ".featureExtraction")
@ValidationRule(
    value =
        "!has(self.training.epochs) || self.training.epochs > 0 || self.model.head.source == 'Pretrained'",
    message =
        "training.epochs 0 scores the untouched network and needs model.head.source Pretrained",
    fieldPath = ".training")
@ValidationRule(
    value =
        "!has(self.model.architecture) || self.model.architecture != 'InceptionV3' || !has(self.imageClassification.input.size) ||"
            + " self.imageClassification.input.size >= 299",
    message =
        "InceptionV3 needs images of at least 299 pixels: remove imageClassification.input.size")
@ValidationRule(
    value =
        "!has(self.model.architecture) || !self.model.architecture.startsWith('VGG') || !has(self.imageClassification.input.size) ||"
            + " self.imageClassification.input.size >= 32",
    message = "a VGG needs imageClassification.input.size of at least 32")
@ValidationRule(
    value =
        "!has(self.model.architecture) || self.model.architecture != 'TorchScript' || (self.method in"
            + " ['FeatureExtraction', 'FineTuning'] && !has(self.baseline))",
    message =
        "a TorchScript network can be used by FeatureExtraction and FineTuning, without baseline:"
            + " all else needs one of the named architectures")
@ValidationRule(
    value =
        "!has(self.model.architecture) || self.model.architecture != 'TorchScript' || (has(self.imageClassification.input.size) &&"
            + " has(self.imageClassification.input.mean) && has(self.imageClassification.input.std))",
    message =
        "model.architecture TorchScript needs imageClassification.input.size, mean and std: give"
            + " those that it was trained with")
@ValidationRule(
    value =
        "!has(self.model.architecture) || self.model.architecture != 'TorchScript' || !has(self.fineTuning) ||"
            + " (self.fineTuning.trainableLayers.mode != 'LastN' && self.fineTuning.freezeBatchNorm"
            + " && double(self.fineTuning.layerLearningRateDecay) == 1.0)",
    message =
        "a TorchScript network is one part whose normalisation stays as it is: LastN,"
            + " layerLearningRateDecay and freezeBatchNorm false need one of the named"
            + " architectures",
    fieldPath = ".fineTuning")
@ValidationRule(
    value =
        "!has(self.model.architecture) || self.model.architecture != 'TorchScript' || self.model.head.source == 'New' ||"
            + " (self.method == 'FineTuning' && (!has(self.fineTuning) ||"
            + " self.fineTuning.trainableLayers.mode != 'HeadOnly'))",
    message =
        "the head that a TorchScript network came with can only be trained with the whole of it:"
            + " set model.head.source to New, or choose FineTuning of All layers",
    fieldPath = ".model")
@ValidationRule(
    value =
        "!has(self.model.architecture) || self.model.architecture != 'TorchScript' || !has(self.output.formats) ||"
            + " size(self.output.formats) == 0",
    message = "a TorchScript network cannot be written as ONNX: remove output.formats",
    fieldPath = ".output")
@ValidationRule(
    value = "!has(self.baseline) || self.method != 'FromScratch'",
    message =
        "baseline compares a transfer method with training from scratch: it is not for method"
            + " FromScratch")
@ValidationRule(
    value = "!has(self.baseline) || !has(self.training.epochs) || self.training.epochs > 0",
    message = "baseline needs training.epochs of at least 1")
@ValidationRule(
    value =
        "self.method != 'FeatureExtraction' || double(self.imageClassification.mixupAlpha) == 0.0",
    message =
        "imageClassification.mixupAlpha blends images, which FeatureExtraction sees only once:"
            + " remove it or choose FineTuning")
@ValidationRule(
    value =
        "!has(self.fineTuning) || !has(self.fineTuning.unfreezeSchedule) ||"
            + " has(self.training.maxSteps) || self.fineTuning.unfreezeSchedule.all(step,"
            + " step.atEpoch <= (has(self.training.epochs) ? self.training.epochs : 10))",
    message = "fineTuning.unfreezeSchedule has an atEpoch behind the last of training.epochs",
    fieldPath = ".fineTuning")
@ValidationRule(
    value =
        "self.model.head.type != 'KNearestNeighbors' || (self.method == 'FeatureExtraction' &&"
            + " (!has(self.featureExtraction) || (self.featureExtraction.cacheFeatures &&"
            + " self.featureExtraction.views == 1)))",
    message =
        "model.head.type KNearestNeighbors compares cached features: it needs method"
            + " FeatureExtraction with cacheFeatures and a single view",
    fieldPath = ".model")
@ValidationRule(
    value =
        "self.model.head.type != 'KNearestNeighbors' || (!has(self.baseline) &&"
            + " !has(self.training.earlyStopping) && !has(self.training.maxSteps))",
    message =
        "model.head.type KNearestNeighbors trains nothing: remove baseline,"
            + " training.earlyStopping and training.maxSteps",
    fieldPath = ".model")
@ValidationRule(
    value =
        "!has(self.queueName) || !has(self.priorityClassName) || size(self.priorityClassName) <= 63",
    message = "with queueName, priorityClassName has at most 63 characters: it becomes a label")
@ValidationRule(
    value =
        "!has(self.accelerator) || has(self.accelerator.deviceClassName) != (has(self.resources) &&"
            + " has(self.resources.limits) && self.resources.limits.exists(k, k.contains('/') &&"
            + " string(self.resources.limits[k]) != '0'))",
    message =
        "accelerator describes one GPU: ask for it either in resources.limits, as nvidia.com/gpu:"
            + " 1, or by accelerator.deviceClassName",
    fieldPath = ".accelerator")
public record TransferJobSpec(
    @Required @JsonPropertyDescription("What the network learns to do.") Task task,
    @Required
        @JsonPropertyDescription(
            "How knowledge is transferred. FeatureExtraction: the pre-trained network stays as it"
                + " is, only a new head is trained. FineTuning: chosen layers of the pre-trained"
                + " network are trained as well, at a low rate. DomainAdaptation: trains on labelled"
                + " images of a source for another domain, of which there are only images without"
                + " labels; from pre-trained weights as FineTuning does, or from random ones."
                + " FromScratch: nothing is transferred; random weights.")
        Method method,
    @Required @JsonPropertyDescription("The network and its pre-trained weights.") Model model,
    @Required @JsonPropertyDescription("The labelled samples.") Data data,
    @Default("{}")
        @JsonPropertyDescription("Preprocessing, augmentation and loss of image classification.")
        ImageClassification imageClassification,
    @Default("{}") @JsonPropertyDescription("The training loop.") Training training,
    @JsonPropertyDescription("Options of method FeatureExtraction.")
        FeatureExtraction featureExtraction,
    @JsonPropertyDescription(
            "Options of method FineTuning, and of DomainAdaptation from pre-trained weights, where"
                + " freezeBatchNorm is false if none are given.")
        FineTuning fineTuning,
    @JsonPropertyDescription("Options of method DomainAdaptation.")
        DomainAdaptation domainAdaptation,
    @JsonPropertyDescription(
            "Also trains a baseline and reports what transfer gained over it. A baseline that fails"
                + " never fails the job.")
        BaselineSpec baseline,
    @Default("{}") @JsonPropertyDescription("When checkpoints are written and how many are kept.")
        CheckpointSpec checkpoint,
    @Required @JsonPropertyDescription("Where the result goes.") Output output,
    @JsonPropertyDescription("Compute resources of the trainer's container.") Resources resources,
    @JsonPropertyDescription("Which GPUs will do, where not every one does.")
        Accelerator accelerator,
    @Size(max = 20) @JsonPropertyDescription("Labels that a node must have.")
        Map<@Size(max = 317) String, @Size(max = 63) String> nodeSelector,
    @Size(max = 20)
        @JsonPropertyDescription(
            "Taints that the pod tolerates. The one for the GPU asked for is added by the"
                + " operator.")
        List<Toleration> tolerations,
    @Size(max = 253) @JsonPropertyDescription("RuntimeClass of the pod, for example nvidia.")
        String runtimeClassName,
    @Size(max = 63)
        @Pattern(DNS_NAME)
        @JsonPropertyDescription(
            "Kueue's LocalQueue, in this namespace, that the job waits in for its turn. Left out:"
                + " the scheduler starts the pod as soon as a node has room.")
        String queueName,
    @Size(max = 253)
        @Pattern(DNS_NAME)
        @JsonPropertyDescription(
            "With queueName: Kueue's WorkloadPriorityClass, which may be changed to another one at"
                + " any time. Without: the pod's PriorityClass.")
        String priorityClassName,
    @Default("3")
        @Min(0)
        @Max(100)
        @JsonPropertyDescription(
            "How many failed attempts are retried. Preemptions are never counted.")
        Integer backoffLimit,
    @Default("60")
        @Min(1)
        @Max(3600)
        @JsonPropertyDescription("Seconds an attempt gets to save a checkpoint when it is stopped.")
        Integer terminationGracePeriodSeconds,
    @Default("false")
        @JsonPropertyDescription(
            "True stops the training after a checkpoint; false goes on from it. May be changed.")
        Boolean suspend,
    @Size(max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$")
        @JsonPropertyDescription(
            "Who carries the job out. Anything but transferjob.dev/operator, which is meant where"
                + " it is left out, keeps this operator away from it.")
        String managedBy,
    @Min(1)
        @Max(MAX_SECONDS)
        @JsonPropertyDescription(
            "The job fails once its attempts have run for so long in all, over all runs.")
        Long activeDeadlineSeconds,
    @Min(1)
        @Max(MAX_SECONDS)
        @JsonPropertyDescription(
            "The job fails if no attempt has begun so long after its creation, or after it was"
                + " resumed. Queueing, scheduling and pulling the image count; time in which it is"
                + " suspended does not.")
        Long startDeadlineSeconds,
    @Default("1800")
        @Min(10)
        @Max(MAX_SECONDS)
        @JsonPropertyDescription(
            "An attempt that does nothing for so long is ended as Hung and retried.")
        Long progressDeadlineSeconds,
    @Min(0)
        @Max(MAX_SECONDS)
        @JsonPropertyDescription(
            "The Job and its pods are removed so long after the end; the TransferJob stays as the"
                + " record. May be changed.")
        Long ttlSecondsAfterFinished) {

  static final String DNS_NAME = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

  /** Ten years. */
  static final long MAX_SECONDS = 315_360_000;

  /** Who carries jobs out that name nobody. */
  public static final String OPERATOR = "transferjob.dev/operator";

  /** The same with another model. */
  public TransferJobSpec with(Model other) {
    return new TransferJobSpec(
        task,
        method,
        other,
        data,
        imageClassification,
        training,
        featureExtraction,
        fineTuning,
        domainAdaptation,
        baseline,
        checkpoint,
        output,
        resources,
        accelerator,
        nodeSelector,
        tolerations,
        runtimeClassName,
        queueName,
        priorityClassName,
        backoffLimit,
        terminationGracePeriodSeconds,
        suspend,
        managedBy,
        activeDeadlineSeconds,
        startDeadlineSeconds,
        progressDeadlineSeconds,
        ttlSecondsAfterFinished);
  }

  /** What an operator needs to know of a job that has ended; the rest is as if nobody gave it. */
  public TransferJobSpec afterTheEnd() {
    return new TransferJobSpec(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        suspend,
        managedBy,
        null,
        null,
        null,
        ttlSecondsAfterFinished);
  }

  /** Fills in the schema's defaults, so that a spec means the same without an API server. */
  public TransferJobSpec {
    imageClassification =
        imageClassification == null ? ImageClassification.DEFAULT : imageClassification;
    training = training == null ? Training.DEFAULT : training;
    if (method == Method.FeatureExtraction && featureExtraction == null) {
      featureExtraction = FeatureExtraction.DEFAULT;
    }
    if (method == Method.FineTuning && fineTuning == null) {
      fineTuning = FineTuning.DEFAULT;
    }
    if (method == Method.DomainAdaptation && model.weights() != null && fineTuning == null) {
      fineTuning = FineTuning.FOR_ADAPTATION;
    }
    checkpoint = checkpoint == null ? CheckpointSpec.DEFAULT : checkpoint;
    nodeSelector = SortedMaps.copyOf(nodeSelector);
    tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    backoffLimit = backoffLimit == null ? 3 : backoffLimit;
    terminationGracePeriodSeconds =
        terminationGracePeriodSeconds == null ? 60 : terminationGracePeriodSeconds;
    suspend = suspend != null && suspend;
    progressDeadlineSeconds = progressDeadlineSeconds == null ? 1800L : progressDeadlineSeconds;
  }

  /** Whether someone else carries the job out. */
  @JsonIgnore
  public boolean isManagedElsewhere() {
    return managedBy != null && !managedBy.equals(OPERATOR);
  }
}
