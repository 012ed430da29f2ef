package dev.inlay.formats.keras;

import dev.inlay.graph.Node;
import dev.inlay.layer.KerasSettings;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation of Keras ({@code keras.ops}) within a Functional model, as {@code x + y}, {@code
 * x[:, 0]} or a mask that Keras has worked out are written. It has no weights.
 *
 * @param module where Keras has the class
 * @param className {@code Add}, {@code GetItem}
 * @param config its settings, the name left out
 * @param call its arguments as Keras writes them; a value is given by its place among the inputs
 * @param name its name in the model
 */
public record Operation(
    String module,
    String className,
    Map<String, @Nullable Object> config,
    Map<String, @Nullable Object> call,
    String name)
    implements Layer {
  static Operation of(KerasObject object, Arguments arguments) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>(object.config());
    config.remove("name");
    Operations.require(object);
    return new Operation(
        object.module(), object.className(), config, arguments.encoded(), object.name());
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public String kind() {
    return KerasSettings.snakeCase(className);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return outputs(scope, inputs).getFirst();
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    return Operations.apply(
        new Operands(scope.graph(), className, config, Arguments.of(call), List.of(inputs)));
  }
}
