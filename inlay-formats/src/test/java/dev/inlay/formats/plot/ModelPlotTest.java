package dev.inlay.formats.plot;

import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.formats.plot.Drawing.Box;
import dev.inlay.formats.plot.Drawing.Label;
import dev.inlay.formats.plot.Drawing.Line;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Add;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Symbol;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
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
