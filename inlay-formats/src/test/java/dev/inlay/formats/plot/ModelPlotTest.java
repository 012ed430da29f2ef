package dev.inlay.formats.plot;

import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.formats.plot.Drawing.Box;
import dev.inlay.formats.plot.Drawing.Label;
import dev.inlay.formats.plot.Drawing.Line;
import dev.inlay.formats.plot.Drawing.Point;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Add;
import dev.inlay.layer.Application;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Dropout;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.layer.LSTM;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Symbol;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ModelPlotTest {
  @TempDir Path folder;

  private static Model twoInputs() {
    Symbol category = Input.of("category", INT32, 1);
    Symbol numerical = Input.of("numerical", FLOAT32, 5);
    Symbol embedded = category.to(Embedding.of(1_000, 128)).to(Flatten.of());
    return Model.of(
        List.of(category, numerical),
        Concatenate.of(embedded, numerical).to(Dense.of(64, Activations.RELU)).to(Dense.of(1)));
  }

  /** Thirty layers and more: branches of several lengths, joined again and again. */
  private static Model large() {
    Symbol x = Input.of("x", FLOAT32, 8);
    Symbol value = x;
    for (int block = 0; block < 6; block++) {
      Symbol left = value.to(Dense.of(8)).to(Dense.of(8)).to(Dense.of(8));
      value = Add.of(left, value.to(Dense.of(8)));
    }
    return Model.of(x, Concatenate.of(value, x).to(Dense.of(1)));
  }

  /** Models in models, one with two inputs and outputs, one applied to its own output. */
  private static Model nested() {
    Symbol left = Input.of("left", FLOAT32, 8);
    Symbol right = Input.of("right", FLOAT32, 8);
    Symbol joined = Concatenate.of(left, right).to(Dense.of(8, Activations.RELU));
    Model encoder =
        Model.of(List.of(left, right), List.of(joined.to(Dense.of(4)), joined)).named("encoder");
    Symbol s = Input.of("s", FLOAT32, 8);
    Layer shared = Dense.of(8).named("shared");
    Symbol again = s.to(shared).to(Dense.of(8)).to(shared).to(shared).to(Dense.of(8));
    Model loop = Model.of(s, Add.of(again, s)).named("loop");
    Model tower =
        Sequential.of(Dense.of(8), Sequential.of(Dropout.of(0.1f), Dense.of(8)).named("inner"))
            .named("tower_of_a_name_that_is_longer_than_its_layers");
    Symbol x = Input.of("x", FLOAT32, 5);
    Symbol y = Input.of("y", FLOAT32, 5);
    Symbol tx = x.to(tower);
    List<Symbol> both = Application.of(encoder, tx.to(loop).to(loop), y.to(tower)).outputs();
    Symbol out = Concatenate.of(both.get(0), both.get(1), tx).to(Dense.of(1));
    return Model.of(List.of(x, y), List.of(out, both.get(1).to(Dense.of(3))));
  }

  private static List<Box> boxes(Drawing drawing) {
    return drawing.shapes().stream().filter(Box.class::isInstance).map(Box.class::cast).toList();
  }

  private static List<Line> lines(Drawing drawing) {
    return drawing.shapes().stream().filter(Line.class::isInstance).map(Line.class::cast).toList();
  }

  private static List<String> texts(Drawing drawing) {
    return drawing.shapes().stream()
        .filter(Label.class::isInstance)
        .map(shape -> ((Label) shape).text())
        .toList();
  }

  @Test
  void eachLayerHasABoxAndEachConnectionALine() {
    Drawing drawing = ModelPlot.of().draw(twoInputs());
    assertThat(texts(drawing))
        .containsExactly(
            "InputLayer", "Embedding", "Flatten", "InputLayer", "Concatenate", "Dense", "Dense");
    assertThat(lines(drawing)).hasSize(6);
  }

  @Test
  void boxesSayWhatIsAskedFor() {
    Model model =
        Sequential.of(Input.of("x", FLOAT32, 3), Dense.of(2).named("a").frozen(), Dense.of(1));
    Drawing drawing =
        ModelPlot.of()
            .withShowLayerNames(true)
            .withShowShapes(true)
            .withShowDtype(true)
            .withShowTrainable(true)
            .draw(model);
    assertThat(texts(drawing))
        .contains(
            "a (Dense)",
            "in:  (None, 3)",
            "out: (None, 2)",
            "type: float32",
            "non-trainable",
            "trainable");
  }

  @Test
  void noBoxesOverlapAndAllLieInsideThePicture() {
    for (ModelPlot.Direction direction : ModelPlot.Direction.values()) {
      Drawing drawing = ModelPlot.of().withShowShapes(true).withDirection(direction).draw(large());
      List<Box> boxes = boxes(drawing);
      assertThat(boxes.size()).isGreaterThan(60);
      for (int i = 0; i < boxes.size(); i++) {
        Box a = boxes.get(i);
        assertThat(a.x()).isNotNegative();
        assertThat(a.y()).isNotNegative();
        assertThat(a.x() + a.width()).isLessThanOrEqualTo(drawing.width());
        assertThat(a.y() + a.height()).isLessThanOrEqualTo(drawing.height());
        for (Box b : boxes.subList(i + 1, boxes.size())) {
          boolean apart =
              a.x() + a.width() <= b.x() + 1e-6
                  || b.x() + b.width() <= a.x() + 1e-6
                  || a.y() + a.height() <= b.y() + 1e-6
                  || b.y() + b.height() <= a.y() + 1e-6;
          assertThat(apart).as("%s and %s", a, b).isTrue();
        }
      }
    }
  }

  private static final String FRAME = "#9ca3af";

  /** Whether a line between two points runs through the inside of a box. */
  private static boolean crosses(Point a, Point b, Box box) {
    var inside =
        new Rectangle2D.Double(box.x() + 0.5, box.y() + 0.5, box.width() - 1, box.height() - 1);
    return inside.intersectsLine(a.x(), a.y(), b.x(), b.y());
  }

  @Test
  void noLineRunsThroughALayer() {
    for (ModelPlot.Direction direction : ModelPlot.Direction.values()) {
      for (Model model : List.of(large(), nested(), twoInputs())) {
        Drawing drawing =
            ModelPlot.of()
                .withExpandNested(true)
                .withShowShapes(true)
                .withDirection(direction)
                .draw(model);
        for (Box box : boxes(drawing)) {
          for (Line line : lines(drawing)) {
            for (int i = 1; i < line.points().size() && !box.border().equals(FRAME); i++) {
              Point a = line.points().get(i - 1);
              Point b = line.points().get(i);
              assertThat(crosses(a, b, box)).as("%s: %s to %s, %s", direction, a, b, box).isFalse();
            }
          }
        }
      }
    }
  }

  @Test
  void textsLieWithinBoxesAndNoLineCrossesThem() {
    for (ModelPlot.Direction direction : ModelPlot.Direction.values()) {
      Drawing drawing =
          ModelPlot.of()
              .withExpandNested(true)
              .withShowLayerNames(true)
              .withShowLayerActivations(true)
              .withDirection(direction)
              .draw(nested());
      for (var shape : drawing.shapes()) {
        if (shape instanceof Label label) {
          double width = Drawing.textWidth(label.text(), label.size());
          double x = label.anchor() == Drawing.Anchor.MIDDLE ? label.x() - width / 2 : label.x();
          var text = new Box(x, label.y() - label.size() + 2, width, label.size(), "", "");
          assertThat(boxes(drawing))
              .as(label.text())
              .anyMatch(
                  box ->
                      box.x() <= text.x()
                          && text.x() + width <= box.x() + box.width()
                          && box.y() <= text.y()
                          && label.y() <= box.y() + box.height());
          for (Line line : lines(drawing)) {
            for (int i = 1; i < line.points().size(); i++) {
              assertThat(crosses(line.points().get(i - 1), line.points().get(i), text))
                  .as("%s: %s", direction, label.text())
                  .isFalse();
            }
          }
        }
      }
    }
  }

  @Test
  void modelsInsideAreFramesWithTheirNames() {
    Drawing drawing = ModelPlot.of().withExpandNested(true).draw(nested());
    assertThat(texts(drawing))
        .contains("encoder", "loop", "inner", "tower_of_a_name_that_is_longer_than_its_layers")
        .doesNotContain("Functional", "Sequential");
    assertThat(boxes(drawing).stream().filter(box -> box.border().equals(FRAME))).hasSize(4);
    assertThat(texts(ModelPlot.of().draw(nested()))).contains("Functional", "Sequential");
  }

  @Test
  void layersThatPassTheirInputOnDontHideASkip() {
    Symbol x = Input.of("x", FLOAT32, 4);
    Model model = Model.of(x, Add.of(x.to(Dropout.of(0.5f)), x));
    assertThat(model.outline(false).parts().getLast().origins())
        .extracting(Object::toString)
        .containsExactly("dropout[0][0]", "x[0][0]");
  }

  @Test
  void activationsAreNamedAsInKeras() {
    Model model =
        Sequential.of(
            Input.of("x", FLOAT32, 3, 2),
            LSTM.of(4),
            Dense.of(2, Activations.SOFTMAX),
            Dropout.of(0.5f));
    assertThat(texts(ModelPlot.of().withShowLayerActivations(true).draw(model)))
        .containsExactly("LSTM", "activation: tanh", "Dense", "activation: softmax", "Dropout");
  }

  @Test
  void manyShapesTakeSeveralRows() {
    List<Symbol> inputs = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      inputs.add(Input.of("x" + i, FLOAT32, i));
    }
    Model model = Model.of(inputs, Concatenate.of(inputs.toArray(Symbol[]::new)));
    assertThat(texts(ModelPlot.of().withShowShapes(true).draw(model)))
        .contains(
            "in:  (None, 1), (None, 2), (None, 3), (None, 4),",
            "(None, 5), (None, 6), (None, 7), (None, 8), (None, 9)",
            "out: (None, 45)");
  }

  @Test
  void dataFlowsDownwards() {
    for (Line line : lines(ModelPlot.of().draw(large()))) {
      assertThat(line.points().getLast().y()).isGreaterThan(line.points().getFirst().y());
    }
  }

  @Test
  void aLayerThatIsAppliedToItsOwnResultHasALineBack() {
    Symbol x = Input.of("x", FLOAT32, 4);
    Layer shared = Dense.of(4);
    Symbol again = x.to(shared).to(Dense.of(4)).to(shared);
    Drawing drawing = ModelPlot.of().draw(Model.of(x, again.to(Dense.of(1))));
    assertThat(lines(drawing)).anyMatch(l -> l.points().getLast().y() < l.points().getFirst().y());
  }

  @Test
  void svgIsWellFormedWhateverNamesSay() throws Exception {
    Model model = Sequential.of(Input.of("x", FLOAT32, 3), Dense.of(1).named("a<b & \"c\""));
    String svg = ModelPlot.of().withShowLayerNames(true).draw(model).svg();
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    List<String> texts = new ArrayList<>();
    var nodes = document.getElementsByTagName("text");
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    assertThat(texts).contains("a<b & \"c\" (Dense)");
  }

  @Test
  void pngHasTheSizeThatWasAskedFor() throws IOException {
    Drawing drawing = ModelPlot.of().draw(twoInputs());
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(drawing.png(144)));
    assertThat(image.getWidth()).isEqualTo((int) Math.ceil(drawing.width() * 2));
    assertThat(image.getRGB(0, 0)).isEqualTo(0xffffffff);
    Box first = boxes(drawing).getFirst();
    int inside = image.getRGB((int) (first.x() + 3) * 2, (int) (first.y() + 3) * 2);
    assertThat(inside & 0xffffff).isEqualTo(Integer.parseInt(first.fill().substring(1), 16));
  }

  @Test
  void filesAreWrittenByTheirNames() throws IOException {
    Path svg = folder.resolve("model.svg");
    Path png = folder.resolve("model.PNG");
    ModelPlot.of().save(twoInputs(), svg);
    ModelPlot.of().save(twoInputs(), png);
    assertThat(Files.readString(svg)).startsWith("<svg").endsWith("</svg>\n");
    assertThat(ImageIO.read(png.toFile())).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelPlot.of().save(twoInputs(), folder.resolve("model.gif")))
        .withMessageContaining("model.gif");
  }

  @Test
  void layersWithoutShapesYetAreDrawnInARow() {
    Drawing drawing = ModelPlot.of().withShowShapes(true).draw(Sequential.of(Dense.of(2)));
    assertThat(texts(drawing)).containsExactly("Dense");
  }
}
