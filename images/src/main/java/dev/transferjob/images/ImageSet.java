package dev.transferjob.images;

import dev.transferjob.cluster.GoProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** The project's two images, built from what Maven made. */
public final class ImageSet {
  /** Where the courier's files lie in its image. */
  public static final String COURIER_FILES = CourierImage.FILES;

  private static final String TAR = "image.tar";

  private final BuildCache cache;
  private final Workspace workspace;
  private final Steps steps;
  private final Flavor flavor;

  public ImageSet(BuildCache cache, Workspace workspace, Steps steps) {
    this(cache, workspace, steps, Flavor.CPU);
  }

  /**
   * @param flavor of the trainer's image
   */
  public ImageSet(BuildCache cache, Workspace workspace, Steps steps, Flavor flavor) {
    this.cache = cache;
    this.workspace = workspace;
    this.steps = steps;
    this.flavor = flavor;
  }

  /**
   * An image as a Docker archive on this machine.
   *
   * @param name the full name by which a pod of the local node asks for it
   */
  public record Tar(String name, Path file) {}

  /** Builds what is not in the cache yet and returns the archives, the operator's first. */
  public List<Tar> build() throws Exception {
    return List.of(tar("Operator: image", operator()), tar("Trainer: image", trainer()));
  }

  /** Pushes both images and returns their full names. */
  public List<String> push(Registry registry) throws Exception {
    return List.of(
        push("Operator: push", operator(), registry), push("Trainer: push", trainer(), registry));
  }

  /** Pushes an image of files and of a program that copies them; returns the image's name. */
  public String pushCourier(Registry registry, Path files, Class<?> program) throws Exception {
    var courier = new CourierImage(cache).plan(workspace.version(), files, program);
    return push("Samples: push", courier, registry);
  }

  private ImagePlan operator() throws Exception {
    steps.build(GoProgram.KUBERNETES); // which the recording runs against
    var recording = new OperatorRecording(workspace.crd(), workspace.quickstartJob());
    return withAotCache("Operator", new OperatorImage(cache, workspace)::plan, recording);
  }

  private ImagePlan trainer() throws Exception {
    var recording = new TrainerRecording(workspace.samples());
    return withAotCache("Trainer", new TrainerImage(cache, workspace, flavor)::plan, recording);
  }

  private ImagePlan withAotCache(String name, Callable<ImagePlan> layers, Recording recording)
      throws Exception {
    ImagePlan plan = steps.run(name + ": layers", layers);
    return steps.run(name + ": AOT cache", () -> new AotCache(cache).addTo(plan, recording));
  }

  private Tar tar(String step, ImagePlan plan) throws Exception {
    Path entry = steps.run(step, () -> written(plan));
    return new Tar(ImageWriter.LOCAL + plan.name(), entry.resolve(TAR));
  }

  private Path written(ImagePlan plan) throws IOException, InterruptedException {
    return cache.entry(
        "image-" + plan.name().replaceFirst(":.*", ""),
        plan.key(),
        folder -> new ImageWriter(cache).writeTar(plan, folder.resolve(TAR)));
  }

  private String push(String step, ImagePlan plan, Registry registry) throws Exception {
    steps.run(step, () -> new ImageWriter(cache).push(plan, registry));
    return registry.nameOf(plan.name());
  }
}
