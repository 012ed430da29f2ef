package dev.inlay.layer;

import dev.inlay.layer.Bidirectional.MergeMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keras's layers that walk over steps, and their cells. */
final class KerasRecurrent {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          KerasClass.of(
              SimpleRNN.class,
              form ->
                  new SimpleRNN(
                      form.part(SimpleRNN::cell, KerasRecurrent::simpleRnnCell),
                      form.part(SimpleRNN::options, KerasRecurrent::sequence))),
          KerasClass.of(
              GRU.class,
              form ->
                  new GRU(
                      form.part(GRU::cell, KerasRecurrent::gruCell),
                      form.part(GRU::options, KerasRecurrent::sequence))),
          KerasClass.of(
              LSTM.class,
              form ->
                  new LSTM(
                      form.part(LSTM::cell, KerasRecurrent::lstmCell),
                      form.part(LSTM::options, KerasRecurrent::sequence))),
          KerasClass.of(
              RNN.class,
              form ->
                  new RNN(
                      cell(form.layer("cell", "", RNN::cell)),
                      form.part(RNN::options, KerasRecurrent::sequence))),
          convLstm(ConvLSTM1D.class, 1, ConvLSTM1D::new),
          convLstm(ConvLSTM2D.class, 2, ConvLSTM2D::new),
          convLstm(ConvLSTM3D.class, 3, ConvLSTM3D::new),
          KerasClass.of(SimpleRNNCell.class, KerasRecurrent::simpleRnnCell),
          KerasClass.of(GRUCell.class, KerasRecurrent::gruCell),
          KerasClass.of(LSTMCell.class, KerasRecurrent::lstmCell),
          KerasClass.of(
              StackedRNNCells.class,
              form ->
                  new StackedRNNCells(
                      form.special(
                          KerasRecurrent::cells,
                          StackedRNNCells::cells,
                          KerasRecurrent::writeCells))),
          KerasClass.of(Bidirectional.class, KerasRecurrent::bidirectional),
          KerasClass.of(
              TimeDistributed.class,
              form -> TimeDistributed.of(form.layer("layer", "", TimeDistributed::layer))));

  private KerasRecurrent() {}

  /** How a layer is made of its cell and what is done with the steps. */
  private interface Made<L> {
    L of(ConvLSTMCell cell, SequenceOptions options);
  }

  private static <L extends ConvLSTM<L>> KerasClass<L> convLstm(
      Class<L> type, int axes, Made<L> made) {
    return KerasClass.of(
        type,
        form ->
            made.of(
                form.part(ConvLSTM::cell, cell -> convLstmCell(cell, axes)),
                form.part(ConvLSTM::options, KerasRecurrent::sequence)));
  }

  private static SimpleRNNCell simpleRnnCell(KerasForm<SimpleRNNCell> form) {
    return new SimpleRNNCell(form.part(SimpleRNNCell::options, KerasRecurrent::options));
  }

  private static GRUCell gruCell(KerasForm<GRUCell> form) {
    return new GRUCell(
        form.part(GRUCell::options, KerasRecurrent::options),
        form.activation("recurrent_activation", Activations.SIGMOID, GRUCell::recurrentActivation),
        form.flag("reset_after", true, GRUCell::resetAfter));
  }

  private static LSTMCell lstmCell(KerasForm<LSTMCell> form) {
    return new LSTMCell(
        form.part(LSTMCell::options, KerasRecurrent::options),
        form.activation("recurrent_activation", Activations.SIGMOID, LSTMCell::recurrentActivation),
        form.flag("unit_forget_bias", true, LSTMCell::unitForgetBias));
  }

  private static ConvLSTMCell convLstmCell(KerasForm<ConvLSTMCell> form, int axes) {
    form.always("data_format", "channels_last");
    return new ConvLSTMCell(
        form.part(ConvLSTMCell::options, options -> options(options, "filters")),
        form.part(ConvLSTMCell::window, window -> KerasConvolution.window(window, axes)),
        form.lengths("dilation_rate", axes, List.of(1), ConvLSTMCell::dilationRate),
        form.activation(
            "recurrent_activation", Activations.SIGMOID, ConvLSTMCell::recurrentActivation),
        form.flag("unit_forget_bias", true, ConvLSTMCell::unitForgetBias));
  }

  private static CellOptions options(KerasForm<CellOptions> form) {
    return options(form, "units");
  }

  private static CellOptions options(KerasForm<CellOptions> form, String units) {
    return new CellOptions(
        form.integer(units, CellOptions::units),
        form.activation("activation", Activations.TANH, CellOptions::activation),
        form.flag("use_bias", true, CellOptions::useBias),
        form.weight("kernel", Initializers.GLOROT_UNIFORM, CellOptions::kernel),
        form.weight("recurrent", Orthogonal.of(), CellOptions::recurrent),
        form.weight("bias", Initializers.ZEROS, CellOptions::bias),
        form.number("dropout", 0, CellOptions::dropout),
        form.number("recurrent_dropout", 0, CellOptions::recurrentDropout));
  }

  private static SequenceOptions sequence(KerasForm<SequenceOptions> form) {
    return new SequenceOptions(
        form.flag("return_sequences", false, SequenceOptions::returnSequences),
        form.flag("return_state", false, SequenceOptions::returnState),
        form.flag("go_backwards", false, SequenceOptions::goBackwards),
        form.flag("stateful", false, SequenceOptions::stateful),
        form.flag("zero_output_for_mask", false, SequenceOptions::zeroOutputForMask),
        form.flag("unroll", false, SequenceOptions::unroll),
        form.regularizer("activity_regularizer", SequenceOptions::activityRegularizer));
  }

  private static List<RNNCell> cells(KerasSettings from) {
    return from.layers("cells").stream().map(KerasRecurrent::cell).toList();
  }

  private static void writeCells(List<RNNCell> cells, KerasFields to) {
    var names = new Names();
    List<Map<String, @Nullable Object>> trees = new ArrayList<>();
    for (RNNCell cell : cells) {
      trees.add(KerasConfig.write(cell, names.unique(cell.kind())));
    }
    to.put("cells", trees);
  }

  private static RNNCell cell(Layer layer) {
    if (inner(layer) instanceof RNNCell cell) {
      return cell;
    }
    throw new UnsupportedOperationException("RNN over the cell " + layer);
  }

  private static Bidirectional bidirectional(KerasForm<Bidirectional> form) {
    RecurrentLayer<?> forward = recurrent(form.layer("layer", "forward_", Bidirectional::forward));
    RecurrentLayer<?> backward =
        form.special(
            from ->
                from.has("backward_layer")
                    ? recurrent(from.layer("backward_layer"))
                    : forward.withGoBackwards(true),
            Bidirectional::backward,
            (layer, to) -> to.layer("backward_layer", layer, "backward_" + layer.kind()));
    MergeMode mode =
        form.<@Nullable MergeMode>special(
            from -> from.isNull("merge_mode") ? null : from.choice("merge_mode", MergeMode.CONCAT),
            Bidirectional::mergeMode,
            (merge, to) ->
                to.put("merge_mode", merge == null ? null : merge.name().toLowerCase(Locale.ROOT)));
    return Bidirectional.of(forward, backward).withMergeMode(mode);
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
