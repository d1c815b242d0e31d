package dev.transferjob.quickstart;

import dev.transferjob.images.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ends the quick start's cluster. Only models stay: they are the user's. */
public final class Down {
  private Down() {}

  public static void main(String[] arguments) {
    LocalSite.down();
    Path models = Folders.of(Workspace.find()).models();
    if (Files.isDirectory(models)) {
      System.out.println("Trained models stay in " + models);
    }
  }
}
