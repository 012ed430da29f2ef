package dev.inlay.formats.keras;

import java.util.Map;

/** Says of what a file holds why it can't be read here, and what to do. */
final class Refusal {
  private Refusal() {}

  /** Of an object of a class that isn't Keras's, or is code. */
  static String of(KerasObject object) {
    if (object.className().equals("Lambda")) {
      return ("layer %s is Python code, which is never run; in Python, replace it with layers or"
              + " operations of Keras and save again, or give Keras.reader() a layer of your own"
              + " for class \"Lambda\"")
          .formatted(object);
    }
    return ("%s is of the custom class \"%s\", which only its Python code knows; give"
            + " Keras.reader() a layer of your own for it")
        .formatted(object, object.registeredName());
  }

  /** Of anything with a class name. */
  static String of(String className, Map<?, ?> tree) {
    if (className.equals("__lambda__")) {
      return "a Python lambda, which is never run; in Python, replace it with a function that Keras"
          + " has and save again";
    }
    return "%s (%s) as an argument".formatted(className, tree.get("module"));
  }
}
