package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.train.Examples;
import dev.transferjob.trainer.train.FeatureExamples;
import dev.transferjob.trainer.train.TensorBatches;

/** Sends every sample through the frozen backbone once, unless an earlier attempt has done so. */
final class FeaturePass {
  private final Workshop workshop;
  private final Network network;

  FeaturePass(Workshop workshop, Network network) {
    this.workshop = workshop;
    this.network = network;
  }

  FeatureExamples of(Examples samples) {
    NDManager manager = workshop.manager();
    FeatureCache cache = workshop.featureCache(samples.digest());
    NDArray features =
        cache
            .read(manager, samples.size(), network.featureCount())
            .orElseGet(() -> computed(samples, cache, manager));
    return new FeatureExamples(features, samples.labels(), samples.digest());
  }

  private NDArray computed(Examples samples, FeatureCache cache, NDManager manager) {
    workshop.tracker().enter(Stage.CachingFeatures, 1);
    NDArray features = forwarded(samples, manager);
    cache.write(features);
    return features;
  }

  private NDArray forwarded(Examples samples, NDManager manager) {
    try (NDManager parts = workshop.torch().newScope();
        TensorBatches batches = samples.evaluation(workshop.evaluationBatch())) {
      NDList list = new NDList();
      while (batches.hasNext()) {
        workshop.stop().check();
        try (NDManager scope = workshop.torch().newScope()) {
          var batch = batches.next(scope);
          NDArray features = network.features(batch.inputs());
          features.attach(parts);
          list.add(features);
          workshop.tracker().worked(batch.size(), batch.size());
        }
      }
      NDArray all = NDArrays.concat(list);
      all.attach(manager);
      return all;
    }
  }
}
