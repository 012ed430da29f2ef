package dev.inlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inlay.ChildJvm;
import dev.inlay.graph.Unary;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Each loop in vectors comes into use in the end: its rehearsal makes no objects of its own, and
 * the JIT keeps its vectors in registers.
 */
class GatesTest {
  /** What {@link Pointwise#gradFromResult} takes. */
  private static final Set<Unary> DERIVED_FROM_RESULTS =
      EnumSet.of(Unary.RELU, Unary.SIGMOID, Unary.TANH);

  /** In a JVM of its own: what others have made the JIT see decides. */
  @Test
  void everyLoopInVectorsComesIntoUse() throws IOException, InterruptedException {
    assumeTrue(Kernels.hasSimd(), "no Vector API");
    assertThat(ChildJvm.outputOfThree("closed: []", GatesTest.class)).isEqualTo("closed: []");
  }

  /** Prints which loops stay plain. */
  public static void main(String[] args) throws Exception {
    Map<String, Gate> gates = gates(Kernels.best());
    gates.values().forEach(gate -> gate.isOpen(Outlook.PRICE));
    while (Kernels.areWarmingUp()) {
      Thread.sleep(10);
    }
    gates.values().removeIf(gate -> gate.isOpen(0));
    System.out.println("closed: " + gates.keySet());
  }

  /** By the names of the fields that hold them. */
  private static Map<String, Gate> gates(Kernels kernels) throws IllegalAccessException {
    Map<String, Gate> gates = new TreeMap<>();
    for (Object family :
        List.of(
            kernels.pointwise(),
            kernels.folds(),
            kernels.losses(),
            kernels.lookups(),
            kernels.updates(),
            kernels.moments(),
            kernels.cells(),
            kernels.widening(),
            kernels.matMul())) {
      collect(family.getClass().getSimpleName(), family, gates);
    }
    return gates;
  }

  private static void collect(String name, Object holder, Map<String, Gate> gates)
      throws IllegalAccessException {
    for (Field field : holder.getClass().getDeclaredFields()) {
      field.setAccessible(true);
      String path = name + "." + field.getName();
      switch (field.get(holder)) {
        case Gate gate -> gates.put(path, gate);
        case Gate[] several -> {
          for (int i = 0; i < several.length; i++) {
            gates.put(path + "[" + i + "]", several[i]);
          }
        }
        case Gates<?> functions -> collect(path, functions, gates);
        default -> {}
      }
    }
    for (Unary f : Unary.values()) {
      if (!DERIVED_FROM_RESULTS.contains(f)) {
        gates.remove(name + ".gradFromResult.gates[" + f.ordinal() + "]");
        gates.remove(name + ".biasGrad.gates[" + f.ordinal() + "]");
      }
    }
  }
}
