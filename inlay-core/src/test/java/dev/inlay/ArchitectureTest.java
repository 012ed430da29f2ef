package dev.inlay;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.GeneralCodingRules;
import dev.inlay.tensor.Tensor;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of the house that the compiler does not know. */
class ArchitectureTest {
  /** A package may use itself and those to its left. */
  private static final List<String> ORDER =
      List.of(
          "tensor",
          "data",
          "graph",
          "kernel",
          "engine",
          "checkpoint",
          "layer",
          "feature",
          "train",
          "model",
          "estimator");

  private static final Pattern EMPTY_NAMES =
      Pattern.compile(".*(Impl|Base|Manager|Utils?|Helper)|Abstract.*");

  /** The folder of the compiled classes, so that those of the tests are left out. */
  private static final URL LOCATION =
      Tensor.class.getProtectionDomain().getCodeSource().getLocation();

  private static final JavaClasses CLASSES = new ClassFileImporter().importUrl(LOCATION);

  @Test
  void classesWereRead() {
    assertThat(CLASSES)
        .extracting(JavaClass::getPackageName)
        .containsAll(ORDER.stream().map(name -> "dev.inlay." + name).toList());
  }

  @Test
  void everyClassIsInAPackageOfTheOrder() {
    classes().should().resideInAnyPackage(packages(ORDER).toArray(String[]::new)).check(CLASSES);
  }

  /** Of two sizes, the JIT would leave some on the heap: SimdLanes says why. */
  @Test
  void vectorsOfFloatsHaveOneSize() {
    assertThat(CLASSES.stream())
        .flatExtracting(JavaClass::getFieldAccessesFromSelf)
        .filteredOn(access -> access.getTarget().getName().startsWith("SPECIES_"))
        .extracting(access -> access.getOriginOwner().getSimpleName())
        .containsOnly("SimdLanes");
  }

  @TestFactory
  List<DynamicTest> aPackageUsesOnlyThoseBeforeIt() {
    return ORDER.subList(0, ORDER.size() - 1).stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> usesNoLater(name)))
        .toList();
  }

  @TestFactory
  List<DynamicTest> aPackageUsesWhatItsPageSays() {
    return ORDER.stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> usesWhatItsPageSays(name)))
        .toList();
  }

  private static void usesWhatItsPageSays(String name) throws IOException {
    Path page = Path.of("src/main/java/dev/inlay", name, "package-info.java");
    String text = Files.readString(page);
    String said = text.substring(Math.max(0, text.indexOf("May import")));
    List<String> others =
        said.contains("all packages")
            ? List.of()
            : ORDER.stream()
                .filter(other -> !other.equals(name) && !said.matches(listing(other)))
                .toList();
    noClasses()
        .that(resideInAPackage("dev.inlay." + name))
        .should()
        .dependOnClassesThat(resideInAnyPackage(packages(others).toArray(String[]::new)))
        .as("package %s uses only what its package-info.java says".formatted(name))
        .check(CLASSES);
  }

  private static String listing(String name) {
    return "(?s).*\\{@code[ *\n]+" + name + "}.*";
  }

  private static void usesNoLater(String name) {
    var later = ORDER.subList(ORDER.indexOf(name) + 1, ORDER.size());
    noClasses()
        .that(resideInAPackage("dev.inlay." + name))
        .should()
        .dependOnClassesThat(resideInAnyPackage(packages(later).toArray(String[]::new)))
        .check(CLASSES);
  }

  @Test
  void everyPackageIsExportedButKernelAndEngine() throws IOException {
    var descriptor = Path.of(URI.create(LOCATION + "module-info.class"));
    assumeTrue(Files.exists(descriptor), "compiled without a module descriptor");
    assertThat(ModuleDescriptor.read(ByteBuffer.wrap(Files.readAllBytes(descriptor))).exports())
        .filteredOn(exports -> !exports.isQualified())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrderElementsOf(
            CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.endsWith(".kernel") && !name.endsWith(".engine"))
                .collect(Collectors.toSet()));
  }

  @Test
  void onlyTheSimdTwinUsesTheVectorApi() {
    noClasses()
        .that()
        .haveNameNotMatching("dev\\.inlay\\.kernel\\.Simd.*")
        .should()
        .dependOnClassesThat(resideInAPackage("jdk.incubator.."))
        .check(CLASSES);
  }

  @Test
  void noClassExtendsAClassOfOurs() {
    assertThat(CLASSES)
        .filteredOn(type -> type.getRawSuperclass().filter(ArchitectureTest::isOurs).isPresent())
        .filteredOn(type -> !type.isAssignableTo(Throwable.class))
        .filteredOn(type -> !type.isAssignableTo(Enum.class))
        .isEmpty();
  }

  @Test
  void aNameSaysWhatAThingIs() {
    assertThat(CLASSES)
        .filteredOn(type -> EMPTY_NAMES.matcher(type.getSimpleName()).matches())
        .isEmpty();
  }

  @Test
  void theLibraryDoesNotPrint() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith("dev.inlay");
  }

  private static List<String> packages(List<String> names) {
    return names.stream().map("dev.inlay."::concat).toList();
  }
}
