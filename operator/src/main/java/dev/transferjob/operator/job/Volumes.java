package dev.transferjob.operator.job;

import dev.transferjob.api.TransferJob;
import dev.transferjob.protocol.JobSnapshot;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFileBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/** The trainer's volumes. Claims are mounted whole. */
final class Volumes {
  private static final long TOKEN_SECONDS = 3600;

  private Volumes() {}

  static List<Volume> of(TransferJob resource, TrainerSettings settings) {
    var volumes = new ArrayList<Volume>();
    volumes.add(job(settings));
    volumes.add(new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build());
    if (settings.push().isPresent()) {
      volumes.add(token(resource));
    }
    var claims = Claims.of(resource.getSpec());
    for (var claim : claims.all()) {
      volumes.add(claim(volume(claims, claim), claim, !claim.equals(claims.output())));
    }
    return volumes;
  }

  static List<VolumeMount> mounts(TransferJob resource, TrainerSettings settings) {
    var mounts = new ArrayList<VolumeMount>();
    mounts.add(mount("job", "/etc/transferjob", true));
    mounts.add(mount("tmp", "/tmp", false));
    if (settings.push().isPresent()) {
      mounts.add(mount("token", "/var/run/transferjob", true));
    }
    var claims = Claims.of(resource.getSpec());
    claims
        .inputs()
        .forEach(claim -> mounts.add(mount(volume(claims, claim), "/mnt/inputs/" + claim, true)));
    mounts.add(mount(volume(claims, claims.output()), "/mnt/output/" + claims.output(), false));
    return mounts;
  }

  /** Numbered: a claim's name may be longer than a volume's. */
  private static String volume(Claims claims, String claim) {
    return "claim-" + claims.all().indexOf(claim);
  }

  /**
   * One volume a claim, also where it is input and output: the kubelet does not mount one claim
   * twice. Read-only volumes keep the kubelet from handing the user's inputs to the pod's group.
   */
  private static Volume claim(String name, String claim, boolean readOnly) {
    return new VolumeBuilder().withName(name).withNewPersistentVolumeClaim(claim, readOnly).build();
  }

  private static Volume job(TrainerSettings settings) {
    var files = new ArrayList<DownwardAPIVolumeFile>();
    files.add(annotation("job.json", JobSnapshot.ANNOTATION));
    if (settings.push().isPresent()) {
      files.add(annotation("ca.pem", TrainerPod.PROGRESS_CA));
    }
    return new VolumeBuilder()
        .withName("job")
        .withNewDownwardAPI()
        .withItems(files)
        .endDownwardAPI()
        .build();
  }

  private static DownwardAPIVolumeFile annotation(String path, String annotation) {
    return new DownwardAPIVolumeFileBuilder()
        .withPath(path)
        .withNewFieldRef("v1", "metadata.annotations['" + annotation + "']")
        .build();
  }

  /** Good for nothing but reporting this job's progress. */
  private static Volume token(TransferJob resource) {
    return new VolumeBuilder()
        .withName("token")
        .withNewProjected()
        .addNewSource()
        .withNewServiceAccountToken()
        .withAudience("transferjob.dev/" + resource.getMetadata().getUid())
        .withExpirationSeconds(TOKEN_SECONDS)
        .withPath("token")
        .endServiceAccountToken()
        .endSource()
        .endProjected()
        .build();
  }

  private static VolumeMount mount(String volume, String path, boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(volume)
        .withMountPath(path)
        .withReadOnly(readOnly ? true : null)
        .build();
  }
}
