package dev.transferjob.images;

import java.nio.file.Files;

/** Command line: {@code build} writes both images, {@code push REGISTRY} pushes both. */
public final class Main {
  private static final String USAGE = "Usage: ./dev images [push HOST/PATH]";

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    var images = new ImageSet(BuildCache.ofUser(), Workspace.find(), Steps.onConsole());
    if (arguments.length == 0 || arguments[0].equals("build")) {
      for (ImageSet.Tar image : images.build()) {
        long megabytes = Files.size(image.file()) / 1_000_000;
        System.out.printf("%s  %d MB  %s%n", image.name(), megabytes, image.file());
      }
    } else if (arguments.length == 2 && arguments[0].equals("push")) {
      images.push(new Registry(arguments[1])).forEach(System.out::println);
    } else {
      System.err.println(USAGE);
      System.exit(2);
    }
  }
}
