import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes of a jar that are of Java 5 the stack maps that came with Java 6. Without them
 * the JVM checks a class by its old verifier, each time anew, and can't keep it in an archive of
 * classes: for picocli that was a quarter of a short command. The build runs it, with the jar as
 * its argument; a jar that has no such class stays as it is.
 */
void main(String[] args) throws IOException {
  if (args.length != 1) {
    throw new IllegalArgumentException("wanted one argument: the jar");
  }
  Path jar = Path.of(args[0]);
  Map<ZipEntry, byte[]> entries = entries(jar);
  if (entries.entrySet().stream().noneMatch(e -> isOld(e.getKey(), e.getValue()))) {
    return;
  }
  Path unfinished = jar.resolveSibling(jar.getFileName() + ".unfinished");
  try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
      var out = new ZipOutputStream(Files.newOutputStream(unfinished))) {
    ClassFile classes = classFile(loader);
    for (var entry : entries.entrySet()) {
      ZipEntry key = entry.getKey();
      out.putNextEntry(key);
      out.write(
          isOld(key, entry.getValue()) ? mapped(classes, entry.getValue()) : entry.getValue());
      out.closeEntry();
    }
  }
  Files.move(unfinished, jar, StandardCopyOption.REPLACE_EXISTING);
}

static Map<ZipEntry, byte[]> entries(Path jar) throws IOException {
  Map<ZipEntry, byte[]> entries = new LinkedHashMap<>();
  try (var file = new JarFile(jar.toFile())) {
    for (var old : (Iterable<ZipEntry>) file.stream().map(ZipEntry.class::cast)::iterator) {
      var entry = new ZipEntry(old.getName());
      entry.setTimeLocal(old.getTimeLocal());
      entries.put(entry, file.getInputStream(old).readAllBytes());
    }
  }
  return entries;
}

static boolean isOld(ZipEntry entry, byte[] content) {
  return entry.getName().endsWith(".class")
      && ((content[6] & 255) << 8 | content[7] & 255) < ClassFile.JAVA_6_VERSION;
}

/** Which types a place in the code may hold depends on the classes around. */
static ClassFile classFile(ClassLoader loader) {
  var around =
      ClassHierarchyResolver.defaultResolver()
          .orElse(ClassHierarchyResolver.ofResourceParsing(loader));
  return ClassFile.of(
      ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
      ClassFile.ConstantPoolSharingOption.NEW_POOL,
      ClassFile.ClassHierarchyResolverOption.of(around));
}

static byte[] mapped(ClassFile classes, byte[] old) {
  return classes.transformClass(
      classes.parse(old),
      ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
          .andThen(
              ClassTransform.endHandler(
                  builder -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0))));
}
