package dev.transferjob.trainer.image;

/**
 * {@code serving.properties}, with which DJL Serving and DJL's {@code Criteria} load the folder as
 * an image classifier. The translator only decodes: the network resizes and normalises itself.
 */
final class ServingProperties {
  static final String TEXT =
      """
      engine=PyTorch
      option.modelName=model
      translatorFactory=ai.djl.modality.cv.translator.ImageClassificationTranslatorFactory
      resize=false
      toTensor=false
      applySoftmax=true
      """;

  private ServingProperties() {}
}
