package dev.transferjob.images;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Command line: without arguments writes both images, {@code push REGISTRY} pushes both. */
public final class Main {
  private static final String USAGE = "Usage: ./dev images [--cuda] [push HOST/PATH]";

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    Flavor flavor = words.remove("--cuda") ? Flavor.CUDA : Flavor.CPU;
    var images = new ImageSet(BuildCache.ofUser(), Workspace.find(), Steps.onConsole(), flavor);
    if (words.isEmpty()) {
      for (ImageSet.Tar image : images.build()) {
        long megabytes = Files.size(image.file()) / 1_000_000;
        System.out.printf("%s  %d MB  %s%n", image.name(), megabytes, image.file());
      }
    } else if (words.size() == 2 && words.getFirst().equals("push")) {
      images.push(new Registry(words.getLast())).forEach(System.out::println);
    } else {
      System.err.println(USAGE);
      System.exit(2);
    }
  }
}
