package dev.transferjob.trainer.technique;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.transferjob.api.TransferJobSpec;
import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.model.Network;
import dev.transferjob.trainer.train.ClassificationLoss;
import dev.transferjob.trainer.train.Objective;
import dev.transferjob.trainer.train.Phase;
import dev.transferjob.trainer.train.Recipe;
import java.util.function.Function;

/** What all phases of a single network have in common. */
abstract class PlannedPhase implements Phase {
  final Workshop workshop;
  final Network network;
  private final Course course;

  /** How long to train, how, and for what. */
  record Course(Stage stage, int epochs, Recipe recipe, ClassificationLoss loss) {

    /** The job's own training. */
    static Course of(TransferJobSpec spec, Material material) {
      Recipe recipe = Recipe.of(spec.training());
      Integer epochs = spec.training().epochs();
      return new Course(
          Stage.Training,
          epochs == null ? recipe.epochs(material.train().size()) : epochs,
          recipe,
          ClassificationLoss.of(spec.imageClassification()));
    }

    /** Another stage, in which samples are as they are. */
    Course with(Stage otherStage, int otherEpochs, Recipe otherRecipe) {
      return new Course(otherStage, otherEpochs, otherRecipe, loss.withoutMixup());
    }
  }

  PlannedPhase(Workshop workshop, Network network, Course course) {
    this.workshop = workshop;
    this.network = network;
    this.course = course;
  }

  /** Logits for training, with gradients; those of an auxiliary head may follow. */
  abstract NDList forward(NDArray inputs);

  @Override
  public final Stage stage() {
    return course.stage();
  }

  @Override
  public final int epochs() {
    return course.epochs();
  }

  @Override
  public final Recipe recipe() {
    return course.recipe();
  }

  @Override
  public final Network network() {
    return network;
  }

  @Override
  public Objective objective() {
    return objective(inputs -> workshop.forward(() -> forward(inputs)));
  }

  /** The loss on labelled samples of what a forward pass gives. */
  final Objective objective(Function<NDArray, NDList> pass) {
    return course.loss().of(workshop.torch(), train().labels(), network.classCount(), pass);
  }
}
