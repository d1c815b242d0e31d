package dev.transferjob.trainer.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * libtorch's functions in {@code at::autocast}, by the names that its compiler gives them. They act
 * on the calling thread.
 */
@SuppressWarnings("restricted") // Native access is what it is for.
final class LibtorchAutocast implements Autocast.Switch {
  private static final String LIBRARY = "libtorch_cpu.so";
  private static final String SPACE = "_ZN2at8autocast";
  private static final byte BFLOAT16 = 15;

  private final byte device;
  private final MethodHandle enable;
  private final MethodHandle clear;

  private LibtorchAutocast(byte device, MethodHandle enable, MethodHandle clear) {
    this.device = device;
    this.enable = enable;
    this.clear = clear;
  }

  /**
   * @throws UnsupportedOperationException if this libtorch has other functions
   */
  static LibtorchAutocast find(String device) {
    SymbolLookup library = SymbolLookup.libraryLookup(loaded(), Arena.global());
    byte number = (byte) (device.equals("cpu") ? 0 : 1);
    MethodHandle type =
        function(
            library,
            "18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE",
            FunctionDescriptor.ofVoid(ValueLayout.JAVA_BYTE, ValueLayout.JAVA_BYTE));
    MethodHandle enable =
        function(
            library,
            "20set_autocast_enabledEN3c1010DeviceTypeEb",
            FunctionDescriptor.ofVoid(ValueLayout.JAVA_BYTE, ValueLayout.JAVA_BOOLEAN));
    MethodHandle clear = function(library, "11clear_cacheEv", FunctionDescriptor.ofVoid());
    call(type, number, BFLOAT16);
    return new LibtorchAutocast(number, enable, clear);
  }

  @Override
  public void on() {
    call(enable, device, true);
  }

  /** Also forgets the weights' copies in bfloat16, which the next step makes anew. */
  @Override
  public void off() {
    call(enable, device, false);
    call(clear);
  }

  private static MethodHandle function(
      SymbolLookup library, String name, FunctionDescriptor descriptor) {
    return library
        .find(SPACE + name)
        .map(address -> Linker.nativeLinker().downcallHandle(address, descriptor))
        .orElseThrow(() -> new UnsupportedOperationException("libtorch has no " + SPACE + name));
  }

  private static void call(MethodHandle function, Object... arguments) {
    try {
      var _ = function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("libtorch's autocast failed", e);
    }
  }

  /** The library that DJL has loaded, wherever it took it from. */
  private static Path loaded() {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.endsWith("/" + LIBRARY))
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .findFirst()
          .orElseThrow(() -> new UnsupportedOperationException("no " + LIBRARY + " is loaded"));
    } catch (IOException e) {
      throw new UnsupportedOperationException("the loaded libraries cannot be listed", e);
    }
  }
}
