package dev.inlay.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * {@link MatMul} by OpenBLAS, called in place on the arrays. The library comes from the jar {@code
 * org.bytedeco:openblas:0.3.31-1.5.13:linux-x86_64} where that is on the class path; nothing else
 * of it is used. Each call runs on its own thread alone.
 *
 * <p>It does not keep the promise that rows may be split: OpenBLAS picks its loops by m too. The
 * same call gives the same bits.
 */
@SuppressWarnings("restricted") // calling native code is what this class is for
final class OpenBlas implements MatMul {
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;

  /** The library and what it needs, in the order of loading. */
  private static final List<String> FILES =
      List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");

  private static final AddressLayout POINTER = ValueLayout.ADDRESS;

  private final MethodHandle sgemm;

  private OpenBlas(MethodHandle sgemm) {
    this.sgemm = sgemm;
  }

  private static String folder() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String cpu = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
    return "org/bytedeco/openblas/" + os + "-" + cpu + "/";
  }

  /** Whether the library is on the class path. */
  static boolean isPresent() {
    return OpenBlas.class.getClassLoader().getResource(folder() + FILES.getLast()) != null;
  }

  /**
   * Loads the library.
   *
   * @throws IllegalStateException if it is not there, or Java was not started with the right to
   *     call it
   */
  static OpenBlas load() {
    if (!isPresent()) {
      throw new IllegalStateException(
          "no OpenBLAS on the class path; add the jar org.bytedeco:openblas:0.3.31-1.5.13 with the"
              + " classifier of your platform (linux-x86_64, linux-arm64)");
    }
    Module module = OpenBlas.class.getModule();
    if (!module.isNativeAccessEnabled()) {
      throw new IllegalStateException(
          "OpenBLAS is native code; start Java with --enable-native-access="
              + (module.isNamed() ? module.getName() : "ALL-UNNAMED"));
    }
    SymbolLookup library = libraries().getLast();
    Linker linker = Linker.nativeLinker();
    var one = FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT);
    try {
      linker.downcallHandle(library.findOrThrow("openblas_set_num_threads"), one).invokeExact(1);
    } catch (Throwable e) {
      throw new IllegalStateException("can't set the number of OpenBLAS's threads", e);
    }
    return new OpenBlas(
        linker.downcallHandle(
            library.findOrThrow("cblas_sgemm"), signature(), Linker.Option.critical(true)));
  }

  private static FunctionDescriptor signature() {
    var i = ValueLayout.JAVA_INT;
    var f = ValueLayout.JAVA_FLOAT;
    return FunctionDescriptor.ofVoid(i, i, i, i, i, i, f, POINTER, i, POINTER, i, f, POINTER, i);
  }

  /** Unpacks the files, which may be deleted once they are loaded. */
  private static List<SymbolLookup> libraries() {
    try {
      Path folder = Files.createTempDirectory("inlay-openblas");
      try {
        return FILES.stream().map(file -> library(folder.resolve(file))).toList();
      } finally {
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't unpack OpenBLAS into the temporary folder", e);
    }
  }

  private static SymbolLookup library(Path file) {
    String resource = folder() + file.getFileName();
    try (InputStream in = OpenBlas.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the OpenBLAS jar lacks " + resource);
      }
      Files.copy(in, file);
      try {
        return SymbolLookup.libraryLookup(file, Arena.global());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't unpack " + resource, e);
    }
  }

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOff,
      int lda,
      float[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      int ldc,
      boolean add,
      Scratch scratch) {
    try {
      sgemm.invokeExact(
          ROW_MAJOR,
          transposeA ? TRANSPOSED : PLAIN,
          transposeB ? TRANSPOSED : PLAIN,
          m,
          n,
          k,
          1f,
          at(a, aOff),
          Math.max(lda, 1),
          at(b, bOff),
          Math.max(ldb, 1),
          add ? 1f : 0f,
          at(c, cOff),
          ldc);
    } catch (Throwable e) {
      throw new IllegalStateException("OpenBLAS failed", e);
    }
  }

  private static MemorySegment at(float[] array, int offset) {
    return MemorySegment.ofArray(array).asSlice((long) offset * Float.BYTES);
  }
}
