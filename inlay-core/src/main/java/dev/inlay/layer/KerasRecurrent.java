package dev.inlay.layer;

import java.util.List;

/** Keras's layers that walk over steps. */
final class KerasRecurrent {
  static final List<KerasClass<?>> CLASSES =
      List.of(new KerasClass<>("LSTM", LSTM.class, KerasRecurrent::lstm, KerasRecurrent::write));

  private KerasRecurrent() {}

  private static LSTM lstm(KerasSettings from) {
    return LSTM.of(from.integer("units"))
        .withActivation(from.activation("activation"))
        .withRecurrentActivation(from.activation("recurrent_activation"))
        .withUseBias(from.flag("use_bias", true))
        .withUnitForgetBias(from.flag("unit_forget_bias", true))
        .withKernel(from.weight("kernel", Initializers.GLOROT_UNIFORM))
        .withRecurrent(from.weight("recurrent", Orthogonal.of()))
        .withBias(from.weight("bias", Initializers.ZEROS))
        .withDropout(from.number("dropout", 0))
        .withRecurrentDropout(from.number("recurrent_dropout", 0))
        .withReturnSequences(from.flag("return_sequences", false))
        .withReturnState(from.flag("return_state", false))
        .withGoBackwards(from.flag("go_backwards", false));
  }

  private static void write(LSTM lstm, KerasFields to) {
    to.put("units", lstm.units())
        .activation("activation", lstm.activation())
        .activation("recurrent_activation", lstm.recurrentActivation())
        .put("use_bias", lstm.useBias())
        .put("unit_forget_bias", lstm.unitForgetBias())
        .weight("kernel", lstm.kernel())
        .weight("recurrent", lstm.recurrent())
        .weight("bias", lstm.bias())
        .number("dropout", lstm.dropout())
        .number("recurrent_dropout", lstm.recurrentDropout())
        .put("return_sequences", lstm.returnSequences())
        .put("return_state", lstm.returnState())
        .put("go_backwards", lstm.goBackwards());
  }
}
