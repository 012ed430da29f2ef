package dev.inlay.layer;

import static dev.inlay.layer.KerasConvolution.array;

import dev.inlay.graph.Window.Padding;
import dev.inlay.layer.Bidirectional.MergeMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keras's layers that walk over steps, and their cells. */
final class KerasRecurrent {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          new KerasClass<>(
              "SimpleRNN",
              SimpleRNN.class,
              from -> SimpleRNN.of(simpleRnnCell(from)).withOptions(sequence(from)),
              (rnn, to) -> write(rnn.options(), rnn.cell().options(), to)),
          new KerasClass<>(
              "GRU",
              GRU.class,
              from -> GRU.of(gruCell(from)).withOptions(sequence(from)),
              (gru, to) -> {
                write(gru.cell(), to);
                write(gru.options(), to);
              }),
          new KerasClass<>(
              "LSTM",
              LSTM.class,
              from -> LSTM.of(lstmCell(from)).withOptions(sequence(from)),
              (lstm, to) -> {
                write(lstm.cell(), to);
                write(lstm.options(), to);
              }),
          new KerasClass<>("RNN", RNN.class, KerasRecurrent::rnn, KerasRecurrent::write),
          new KerasClass<>(
              "ConvLSTM1D",
              ConvLSTM1D.class,
              from -> new ConvLSTM1D(convLstmCell(from, 1), sequence(from)),
              KerasRecurrent::write),
          new KerasClass<>(
              "ConvLSTM2D",
              ConvLSTM2D.class,
              from -> new ConvLSTM2D(convLstmCell(from, 2), sequence(from)),
              KerasRecurrent::write),
          new KerasClass<>(
              "ConvLSTM3D",
              ConvLSTM3D.class,
              from -> new ConvLSTM3D(convLstmCell(from, 3), sequence(from)),
              KerasRecurrent::write),
          new KerasClass<>(
              "SimpleRNNCell",
              SimpleRNNCell.class,
              KerasRecurrent::simpleRnnCell,
              (cell, to) -> write(cell.options(), to)),
          new KerasClass<>(
              "GRUCell", GRUCell.class, KerasRecurrent::gruCell, KerasRecurrent::write),
          new KerasClass<>(
              "LSTMCell", LSTMCell.class, KerasRecurrent::lstmCell, KerasRecurrent::write),
          new KerasClass<>(
              "StackedRNNCells",
              StackedRNNCells.class,
              KerasRecurrent::stacked,
              KerasRecurrent::write),
          new KerasClass<>(
              "Bidirectional",
              Bidirectional.class,
              KerasRecurrent::bidirectional,
              KerasRecurrent::write),
          new KerasClass<>(
              "TimeDistributed",
              TimeDistributed.class,
              from -> TimeDistributed.of(from.layer("layer")),
              (steps, to) -> to.layer("layer", steps.layer(), steps.layer().kind())));

  private KerasRecurrent() {}

  private static SimpleRNNCell simpleRnnCell(KerasSettings from) {
    return new SimpleRNNCell(options(from));
  }

  private static GRUCell gruCell(KerasSettings from) {
    return new GRUCell(
        options(from),
        from.activation("recurrent_activation", Activations.SIGMOID),
        from.flag("reset_after", true));
  }

  private static void write(GRUCell cell, KerasFields to) {
    write(cell.options(), to);
    to.activation("recurrent_activation", cell.recurrentActivation())
        .put("reset_after", cell.resetAfter());
  }

  private static LSTMCell lstmCell(KerasSettings from) {
    return new LSTMCell(
        options(from),
        from.activation("recurrent_activation", Activations.SIGMOID),
        from.flag("unit_forget_bias", true));
  }

  private static void write(LSTMCell cell, KerasFields to) {
    write(cell.options(), to);
    to.activation("recurrent_activation", cell.recurrentActivation())
        .put("unit_forget_bias", cell.unitForgetBias());
  }

  private static ConvLSTMCell convLstmCell(KerasSettings from, int axes) {
    if (!from.text("data_format", "channels_last").equals("channels_last")) {
      throw new UnsupportedOperationException(from.className() + " with channels first");
    }
    return new ConvLSTMCell(
        options(from, from.integer("filters")),
        new WindowOptions(
            WindowOptions.each("kernel_size", axes, array(from.integers("kernel_size"))),
            WindowOptions.each("strides", axes, array(from.integers("strides", 1))),
            from.choice("padding", Padding.VALID)),
        WindowOptions.each("dilation_rate", axes, array(from.integers("dilation_rate", 1))),
        from.activation("recurrent_activation", Activations.SIGMOID),
        from.flag("unit_forget_bias", true));
  }

  private static void write(ConvLSTM<?> layer, KerasFields to) {
    ConvLSTMCell cell = layer.cell();
    to.put("filters", cell.options().units())
        .put("kernel_size", cell.window().size())
        .put("strides", cell.window().strides())
        .choice("padding", cell.window().padding())
        .put("data_format", "channels_last")
        .put("dilation_rate", cell.dilationRate())
        .activation("recurrent_activation", cell.recurrentActivation())
        .put("unit_forget_bias", cell.unitForgetBias());
    writeRest(cell.options(), to);
    write(layer.options(), to);
  }

  private static CellOptions options(KerasSettings from) {
    return options(from, from.integer("units"));
  }

  private static CellOptions options(KerasSettings from, int units) {
    return CellOptions.of(units)
        .withActivation(from.activation("activation", Activations.TANH))
        .withUseBias(from.flag("use_bias", true))
        .withKernel(from.weight("kernel", Initializers.GLOROT_UNIFORM))
        .withRecurrent(from.weight("recurrent", Orthogonal.of()))
        .withBias(from.weight("bias", Initializers.ZEROS))
        .withDropout(from.number("dropout", 0))
        .withRecurrentDropout(from.number("recurrent_dropout", 0));
  }

  private static void write(CellOptions options, KerasFields to) {
    writeRest(options, to.put("units", options.units()));
  }

  private static void writeRest(CellOptions options, KerasFields to) {
    to.activation("activation", options.activation())
        .put("use_bias", options.useBias())
        .weight("kernel", options.kernel())
        .weight("recurrent", options.recurrent())
        .weight("bias", options.bias())
        .number("dropout", options.dropout())
        .number("recurrent_dropout", options.recurrentDropout());
  }

  private static SequenceOptions sequence(KerasSettings from) {
    return new SequenceOptions(
        from.flag("return_sequences", false),
        from.flag("return_state", false),
        from.flag("go_backwards", false),
        from.flag("stateful", false),
        from.flag("zero_output_for_mask", false),
        from.regularizer("activity_regularizer"));
  }

  private static void write(SequenceOptions options, KerasFields to) {
    to.put("return_sequences", options.returnSequences())
        .put("return_state", options.returnState())
        .put("go_backwards", options.goBackwards())
        .put("stateful", options.stateful())
        .put("unroll", false)
        .put("zero_output_for_mask", options.zeroOutputForMask())
        .regularizer("activity_regularizer", options.activityRegularizer());
  }

  private static void write(SequenceOptions options, CellOptions cell, KerasFields to) {
    write(cell, to);
    write(options, to);
  }

  private static RNN rnn(KerasSettings from) {
    return RNN.of(cell(from.layer("cell"))).withOptions(sequence(from));
  }

  private static void write(RNN rnn, KerasFields to) {
    write(rnn.options(), to);
    to.layer("cell", rnn.cell(), rnn.cell().kind());
  }

  private static StackedRNNCells stacked(KerasSettings from) {
    List<RNNCell> cells = new ArrayList<>();
    for (Layer layer : from.layers("cells")) {
      cells.add(cell(layer));
    }
    return new StackedRNNCells(cells);
  }

  private static void write(StackedRNNCells stacked, KerasFields to) {
    var names = new Names();
    List<Map<String, @Nullable Object>> cells = new ArrayList<>();
    for (RNNCell cell : stacked.cells()) {
      cells.add(KerasConfig.write(cell, names.unique(cell.kind())));
    }
    to.put("cells", cells);
  }

  private static RNNCell cell(Layer layer) {
    Layer plain = inner(layer);
    if (plain instanceof RNNCell cell) {
      return cell;
    }
    throw new UnsupportedOperationException("RNN over the cell " + layer);
  }

  private static Bidirectional bidirectional(KerasSettings from) {
    RecurrentLayer<?> forward = recurrent(from.layer("layer"));
    RecurrentLayer<?> backward =
        from.has("backward_layer")
            ? recurrent(from.layer("backward_layer"))
            : forward.withGoBackwards(true);
    Bidirectional both = Bidirectional.of(forward, backward);
    return from.isNull("merge_mode")
        ? both.withMergeMode(null)
        : both.withMergeMode(from.choice("merge_mode", MergeMode.CONCAT));
  }

  private static void write(Bidirectional both, KerasFields to) {
    MergeMode mode = both.mergeMode();
    if (mode == null) {
      to.put("merge_mode", null);
    } else {
      to.choice("merge_mode", mode);
    }
    to.layer("layer", both.forward(), "forward_" + both.forward().kind())
        .layer("backward_layer", both.backward(), "backward_" + both.backward().kind());
  }

  private static RecurrentLayer<?> recurrent(Layer layer) {
    if (inner(layer) instanceof RecurrentLayer<?> recurrent) {
      return recurrent;
    }
    throw new UnsupportedOperationException("Bidirectional over " + layer);
  }

  /** A layer without its name: what is around it gives it another. */
  private static Layer inner(Layer layer) {
    return layer instanceof Named(_, Layer plain) ? plain : layer;
  }
}
