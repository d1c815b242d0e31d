package dev.transferjob.trainer.output;

import dev.transferjob.trainer.data.Preprocessing;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code serving.properties}, with which DJL Serving and DJL's {@code Criteria} load the folder as
 * an image classifier. Their resizing differs slightly from the trainer's: DJL's does not smooth.
 */
record ServingProperties(Preprocessing preprocessing) {

  String text() {
    int size = preprocessing.size();
    int resize = preprocessing.resize();
    String normalize =
        Stream.concat(preprocessing.mean().stream(), preprocessing.std().stream())
            .map(value -> Float.toString(value.floatValue()))
            .collect(Collectors.joining(","));
    String interpolation = preprocessing.interpolation().name().toUpperCase(Locale.ROOT);
    return """
        engine=PyTorch
        option.modelName=model
        translatorFactory=ai.djl.modality.cv.translator.ImageClassificationTranslatorFactory
        width=%d
        height=%d
        resizeShort=%d,%d,%s
        centerCrop=true
        toTensor=true
        normalize=%s
        applySoftmax=true
        """
        .formatted(size, size, resize, resize, interpolation, normalize);
  }
}
