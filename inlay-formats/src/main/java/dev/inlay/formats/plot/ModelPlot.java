package dev.inlay.formats.plot;

import dev.inlay.formats.plot.Drawing.Box;
import dev.inlay.formats.plot.Drawing.Shape;
import dev.inlay.formats.plot.LayerBox.Row;
import dev.inlay.layer.Outline;
import dev.inlay.model.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A picture of a model in the spirit of Keras's {@code plot_model}: a box for each layer, lines
 * along the data.
 *
 * <pre>{@code
 * ModelPlot.of().withShowShapes(true).save(model, Path.of("model.svg"));
 * }</pre>
 *
 * @param showShapes whether boxes say the shapes of what goes in and comes out
 * @param showDtype whether they say its type
 * @param showLayerNames whether they say the layer's name
 * @param showLayerActivations whether they say the layer's activation function
 * @param showTrainable whether they say if weights are trained
 * @param expandNested whether models inside the model are taken apart, each in a frame with its
 *     name
 * @param direction which way data flows
 */
public record ModelPlot(
    boolean showShapes,
    boolean showDtype,
    boolean showLayerNames,
    boolean showLayerActivations,
    boolean showTrainable,
    boolean expandNested,
    Direction direction) {
  /** Which way data flows through the picture; Keras's {@code rankdir}. */
  public enum Direction {
    TOP_TO_BOTTOM,
    BOTTOM_TO_TOP,
    LEFT_TO_RIGHT,
    RIGHT_TO_LEFT
  }

  private static final double MARGIN = 16;

  /** Characters of a row; a list of shapes that is longer goes on in the next one. */
  private static final int LINE_LENGTH = 52;

  private static final String DARK = "#1f2937";
  private static final String WHITE = "#ffffff";
  private static final String GREEN = "#d1fae5";
  private static final String RED = "#fee2e2";
  private static final String YELLOW = "#fef3c7";

  /** Classes alone, from top to bottom. */
  public static ModelPlot of() {
    return new ModelPlot(false, false, false, false, false, false, Direction.TOP_TO_BOTTOM);
  }

  public ModelPlot withShowShapes(boolean show) {
    return new ModelPlot(
        show,
        showDtype,
        showLayerNames,
        showLayerActivations,
        showTrainable,
        expandNested,
        direction);
  }

  public ModelPlot withShowDtype(boolean show) {
    return new ModelPlot(
        showShapes,
        show,
        showLayerNames,
        showLayerActivations,
        showTrainable,
        expandNested,
        direction);
  }

  public ModelPlot withShowLayerNames(boolean show) {
    return new ModelPlot(
        showShapes, showDtype, show, showLayerActivations, showTrainable, expandNested, direction);
  }

  public ModelPlot withShowLayerActivations(boolean show) {
    return new ModelPlot(
        showShapes, showDtype, showLayerNames, show, showTrainable, expandNested, direction);
  }

  public ModelPlot withShowTrainable(boolean show) {
    return new ModelPlot(
        showShapes, showDtype, showLayerNames, showLayerActivations, show, expandNested, direction);
  }

  public ModelPlot withExpandNested(boolean expand) {
    return new ModelPlot(
        showShapes,
        showDtype,
        showLayerNames,
        showLayerActivations,
        showTrainable,
        expand,
        direction);
  }

  public ModelPlot withDirection(Direction newDirection) {
    return new ModelPlot(
        showShapes,
        showDtype,
        showLayerNames,
        showLayerActivations,
        showTrainable,
        expandNested,
        newDirection);
  }

  /** Draws a model and writes it to a file that ends in {@code .svg} or {@code .png}. */
  public void save(Model model, Path file) {
    draw(model).save(file);
  }

  /** Draws a model. */
  public Drawing draw(Model model) {
    Outline outline = model.outline(expandNested);
    if (outline.parts().isEmpty()) {
      throw new IllegalArgumentException(
          "the model doesn't know its inputs yet, so there is nothing to draw; give it an Input, or"
              + " fit it first");
    }
    Flow flow = new Flow(direction);
    var diagram =
        new Diagram(outline, flow, Optional.empty(), 0, (part, level) -> block(part, level, flow));
    List<Shape> shapes = new ArrayList<>();
    diagram.paint(shapes, 0, 0);
    Box whole = flow.box(0, 0, diagram.breadth(), diagram.length(), WHITE, WHITE);
    return Drawing.around(whole, MARGIN, shapes);
  }

  /** The box of a layer, or the frame of a model that is taken apart. */
  private Block block(Outline.Part part, int level, Flow flow) {
    return part.inside()
        .filter(inside -> !inside.parts().isEmpty())
        .<Block>map(
            inside ->
                new Diagram(
                    inside,
                    flow,
                    Optional.of(part.name()),
                    level,
                    (inner, deeper) -> block(inner, deeper, flow)))
        .orElseGet(() -> new LayerBox(rows(part), flow));
  }

  private List<Row> rows(Outline.Part part) {
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            showLayerNames ? part.name() + " (" + part.type() + ")" : part.type(),
            DARK,
            WHITE,
            true));
    if (showLayerActivations && !part.activation().isEmpty()) {
      rows.add(new Row("activation: " + part.activation(), YELLOW, DARK, false));
    }
    if (showShapes) {
      list(rows, "in:  ", part.inputs(), port -> port.shape().toString());
      list(rows, "out: ", part.outputs(), port -> port.shape().toString());
    }
    if (showDtype) {
      list(rows, "type: ", part.outputs(), port -> port.dtype().name().toLowerCase(Locale.ROOT));
    }
    if (showTrainable && part.training() != Outline.Training.NO_WEIGHTS) {
      boolean trained = part.training() == Outline.Training.TRAINED;
      rows.add(
          new Row(trained ? "trainable" : "non-trainable", trained ? GREEN : RED, DARK, false));
    }
    return rows;
  }

  /** Adds what values are like, each kind once; in several rows if they are many. */
  private static void list(
      List<Row> rows, String name, List<Outline.Port> ports, Function<Outline.Port, String> what) {
    String text = name;
    String comma = "";
    for (String value : ports.stream().map(what).distinct().toList()) {
      if (text.length() + value.length() > LINE_LENGTH && !comma.isEmpty()) {
        rows.add(new Row(text + ",", WHITE, DARK, false));
        text = "";
        comma = "";
      }
      text += comma + value;
      comma = ", ";
    }
    if (!comma.isEmpty()) {
      rows.add(new Row(text, WHITE, DARK, false));
    }
  }
}
