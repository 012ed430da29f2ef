package dev.inlay.layer;

import dev.inlay.graph.Combiner;
import dev.inlay.graph.Window.Padding;
import dev.inlay.layer.Bidirectional.MergeMode;
import dev.inlay.tensor.CounterRandom;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/**
 * Layers in many settings, each with inputs that suit it. What holds for all of them is in {@link
 * EveryLayerTest}.
 */
final class LayerTable {
  private static final Tensor VECTORS = floats(1, 3, 4);
  private static final Tensor SEQUENCES = floats(2, 3, 5, 4);
  private static final Tensor IMAGES = floats(7, 3, 4, 5, 2);
  private static final Tensor VOLUMES = floats(8, 3, 3, 4, 3, 2);
  private static final Tensor IDS = Tensor.of(Shape.of(3, 2), 0, 1, 4, 2, 3, 4);

  /** A layer with one input or more that suit it, of three rows each. */
  record Row(Layer layer, Tensor... inputs) {
    @Override
    public String toString() {
      return layer.toString();
    }
  }

  /** All rows. */
  static List<Row> rows() {
    return Stream.of(
            plain(),
            normalizations(),
            tables(),
            noises(),
            attentions(),
            preprocessing(),
            convolutions(),
            pools(),
            spaces(),
            recurrent())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Row> preprocessing() {
    return List.of(
        new Row(CategoryEncoding.of(5).withOutputMode(OutputMode.COUNT), IDS),
        new Row(
            Discretization.withBoundaries(-0.5f, 0, 1).withOutputMode(OutputMode.ONE_HOT), VECTORS),
        new Row(
            Normalization.of()
                .withMeanAndVariance(Tensor.of(1f, 2f, 0f, -1f), Tensor.of(1f, 4f, 0f, 0.5f)),
            SEQUENCES),
        new Row(
            Normalization.of()
                .withMeanAndVariance(Tensor.of(1f, 2f, 0f, -1f), Tensor.of(1f, 4f, 0f, 0.5f))
                .withInvert(true),
            VECTORS),
        new Row(Rescaling.of(0.5f, -1), VECTORS));
  }

  private static List<Row> convolutions() {
    return List.of(
        new Row(Conv1D.of(4, 3, Activations.TANH), SEQUENCES),
        new Row(
            Conv1D.of(4, 2)
                .withPadding(Padding.CAUSAL)
                .withDilationRate(2)
                .withGroups(2)
                .withUseBias(false),
            SEQUENCES),
        new Row(
            Conv1D.of(2, 3)
                .withPadding(Padding.SAME)
                .withStrides(2)
                .withKernel(WeightOptions.of(Initializers.HE_NORMAL).withRegularizer(L1.of(0.1)))
                .withBias(WeightOptions.of(Initializers.ONES))
                .withActivityRegularizer(L2.of(0.1)),
            SEQUENCES),
        new Row(Conv2D.of(4, 3, Activations.SIGMOID), IMAGES),
        new Row(
            Conv2D.of(4, 2)
                .withKernelSize(2, 3)
                .withDilationRate(1, 2)
                .withPadding(Padding.SAME)
                .withGroups(2)
                .withKernelInitializer(Initializers.HE_NORMAL)
                .withKernelRegularizer(L2.of())
                .withKernelConstraint(MaxNorm.of())
                .withBiasInitializer(Constant.of(0.5f))
                .withBiasRegularizer(L1.of(0.1))
                .withBiasConstraint(NonNeg.of())
                .withActivation(Activations.SOFTPLUS),
            IMAGES),
        new Row(Conv3D.of(2, 2).withStrides(1, 2, 1), VOLUMES),
        new Row(Conv3D.of(2, 1).withUseBias(false), VOLUMES),
        new Row(Conv1DTranspose.of(3, 2, Activations.TANH), SEQUENCES),
        new Row(
            Conv1DTranspose.of(3, 3)
                .withStrides(3)
                .withOutputPadding(1)
                .withPadding(Padding.SAME)
                .withUseBias(false),
            SEQUENCES),
        new Row(Conv2DTranspose.of(3, 2).withStrides(1, 2), IMAGES),
        new Row(Conv2DTranspose.of(2, 2).withDilationRate(2), IMAGES),
        new Row(Conv3DTranspose.of(2, 2).withStrides(2).withPadding(Padding.SAME), VOLUMES),
        new Row(DepthwiseConv1D.of(2, Activations.TANH), SEQUENCES),
        new Row(
            DepthwiseConv1D.of(3)
                .withDepthMultiplier(2)
                .withPadding(Padding.SAME)
                .withStrides(2)
                .withDilationRate(2),
            SEQUENCES),
        new Row(DepthwiseConv2D.of(2).withDepthMultiplier(3).withUseBias(false), IMAGES),
        new Row(
            SeparableConv1D.of(3, 2)
                .withDepthMultiplier(2)
                .withDepthwise(WeightOptions.of(Initializers.ONES).withRegularizer(L2.of()))
                .withPointwise(WeightOptions.of(Initializers.LECUN_NORMAL)),
            SEQUENCES),
        new Row(SeparableConv2D.of(3, 2, Activations.TANH).withPadding(Padding.SAME), IMAGES));
  }

  private static List<Row> pools() {
    return List.of(
        new Row(MaxPooling1D.of(2), SEQUENCES),
        new Row(MaxPooling1D.of(3).withStrides(2).withPadding(Padding.SAME), SEQUENCES),
        new Row(MaxPooling2D.of(2, 3), IMAGES),
        new Row(MaxPooling3D.of(2).withStrides(1), VOLUMES),
        new Row(AveragePooling1D.of(3).withPadding(Padding.SAME), SEQUENCES),
        new Row(AveragePooling2D.of(2).withStrides(2, 1).withPadding(Padding.SAME), IMAGES),
        new Row(AveragePooling3D.of(2, 3, 2), VOLUMES),
        new Row(GlobalAveragePooling1D.of(), SEQUENCES),
        new Row(GlobalAveragePooling1D.of().withKeepDims(true), SEQUENCES),
        new Row(GlobalAveragePooling2D.of(), IMAGES),
        new Row(GlobalAveragePooling2D.of().withKeepDims(true), IMAGES),
        new Row(GlobalAveragePooling3D.of(), VOLUMES),
        new Row(GlobalAveragePooling3D.of().withKeepDims(true), VOLUMES),
        new Row(GlobalMaxPooling1D.of(), SEQUENCES),
        new Row(GlobalMaxPooling1D.of().withKeepDims(true), SEQUENCES),
        new Row(GlobalMaxPooling2D.of().withKeepDims(true), IMAGES),
        new Row(GlobalMaxPooling2D.of(), IMAGES),
        new Row(GlobalMaxPooling3D.of(), VOLUMES),
        new Row(GlobalMaxPooling3D.of().withKeepDims(true), VOLUMES),
        new Row(AdaptiveAveragePooling1D.of(3), SEQUENCES),
        new Row(AdaptiveAveragePooling2D.of(2, 3), IMAGES),
        new Row(AdaptiveAveragePooling3D.of(2), VOLUMES),
        new Row(AdaptiveMaxPooling1D.of(2), SEQUENCES),
        new Row(AdaptiveMaxPooling2D.of(5), IMAGES),
        new Row(AdaptiveMaxPooling3D.of(1, 2, 3), VOLUMES));
  }

  private static List<Row> spaces() {
    return List.of(
        new Row(Cropping1D.of(1), SEQUENCES),
        new Row(Cropping1D.of(0, 2), SEQUENCES),
        new Row(Cropping2D.of(1, 2), IMAGES),
        new Row(new Cropping3D(new Margin(1, 1), new Margin(0, 2), Margin.of(0)), VOLUMES),
        new Row(ZeroPadding1D.of(1, 2), SEQUENCES),
        new Row(ZeroPadding2D.of(1), IMAGES),
        new Row(new ZeroPadding3D(new Margin(0, 1), Margin.of(2), Margin.of(0)), VOLUMES),
        new Row(UpSampling1D.of(2), SEQUENCES),
        new Row(UpSampling2D.of(1, 2), IMAGES),
        new Row(UpSampling2D.of(2).withInterpolation(Interpolation.BILINEAR), IMAGES),
        new Row(UpSampling2D.of(3, 2).withInterpolation(Interpolation.LANCZOS3), IMAGES),
        new Row(UpSampling3D.of(2, 1, 3), VOLUMES),
        new Row(Permute.of(2, 1), SEQUENCES),
        new Row(Permute.of(3, 1, 2), IMAGES),
        new Row(RepeatVector.of(3), VECTORS));
  }

  private static List<Row> plain() {
    return List.of(
        new Row(Activation.of(Activations.SELU), VECTORS),
        new Row(Activation.of(new Activations.AlongAxis(Activations.SOFTMAX, 1)), SEQUENCES),
        new Row(Add.of(), VECTORS, floats(3, 3, 1)),
        new Row(Average.of(), VECTORS, floats(3, 3, 4), floats(4, 3, 4)),
        new Row(ChannelsFirst.of(Conv1D.of(3, 2)), SEQUENCES),
        new Row(Concatenate.of(), VECTORS, floats(3, 3, 2)),
        new Row(Concatenate.of(1), SEQUENCES, floats(3, 3, 2, 4)),
        new Row(Dense.of(2, Activations.SIGMOID), VECTORS),
        new Row(
            Dense.of(2)
                .withActivation(Activations.SOFTPLUS)
                .withKernelInitializer(RandomNormal.of(1, 0.1f))
                .withKernelRegularizer(L1L2.of(0.1, 0.2))
                .withKernelConstraint(MaxNorm.of())
                .withBiasInitializer(Constant.of(0.5f))
                .withBiasRegularizer(L2.of())
                .withBiasConstraint(NonNeg.of())
                .withActivityRegularizer(L2.of(0.1)),
            SEQUENCES),
        new Row(Dense.of(2).withUseBias(false), IDS),
        new Row(Dot.of(-1), VECTORS, floats(3, 3, 4)),
        new Row(Dot.of(2, 1).withNormalize(true), SEQUENCES, floats(3, 3, 4, 2)),
        new Row(Dot.of(1), VECTORS, floats(3, 3, 4, 2, 3)),
        new Row(EinsumDense.of("abc,cd->abd", -1, 3).withBiasAxes("d"), SEQUENCES),
        new Row(
            EinsumDense.of("...x,xyz->...zy", 2, 3)
                .withBiasAxes("z")
                .withActivation(Activations.TANH)
                .withKernel(WeightOptions.of(Initializers.HE_NORMAL).withRegularizer(L2.of()))
                .withBias(WeightOptions.of(Initializers.ONES))
                .withActivityRegularizer(L1.of()),
            SEQUENCES),
        new Row(EinsumDense.of("ab...,bc->ac...", 3).withBiasAxes("c"), SEQUENCES),
        new Row(EinsumDense.of("abcd,bce->aeb", 3, -1), floats(3, 3, 4, 2, 3)),
        new Row(ELU.of(0.5), VECTORS),
        new Row(Embedding.of(5, 3), IDS),
        new Row(
            Embedding.of(4, 3)
                .withInvalidIds(InvalidIds.Rule.CLIP)
                .withEmbeddingsInitializer(TruncatedNormal.of())
                .withEmbeddingsRegularizer(L2.of())
                .withEmbeddingsConstraint(UnitNorm.of(1)),
            IDS),
        new Row(Embedding.of(4, 2).withInvalidIds(InvalidIds.Rule.ZERO), IDS),
        new Row(Embedding.of(4, 2).withInvalidIds(new InvalidIds.Row(1)), IDS),
        new Row(Flatten.of(), SEQUENCES),
        new Row(new CalledAs(Dense.of(2, Activations.TANH), Dense.of(2)), VECTORS),
        new Row(Dense.of(2).frozen(), VECTORS),
        new Row(Identity.of(), VECTORS),
        new Row(LeakyReLU.of(), VECTORS),
        new Row(Masking.of(0.5), SEQUENCES),
        new Row(Maximum.of(), VECTORS, floats(3, 3, 4)),
        new Row(Minimum.of(), VECTORS, floats(3, 3, 4)),
        new Row(Multiply.of(), VECTORS, floats(3, 3, 4)),
        new Row(Dense.of(2).named("tower"), VECTORS),
        new Row(PReLU.of(), VECTORS),
        new Row(
            PReLU.of()
                .withAlpha(WeightOptions.of(Constant.of(0.25f)).withConstraint(MinMaxNorm.of()))
                .withSharedAxes(1),
            SEQUENCES),
        new Row(ReLU.of(), VECTORS),
        new Row(ReLU.of().withMaxValue(1).withNegativeSlope(0.1).withThreshold(0.5), VECTORS),
        new Row(ReversibleEmbedding.of(5, 3), IDS),
        new Row(ReversibleEmbedding.of(5, 4).withLogitSoftCap(2f), SEQUENCES),
        new Row(Reshape.of(2, -1, 2), SEQUENCES),
        new Row(Softmax.of(), SEQUENCES),
        new Row(Softmax.of(1, 2), SEQUENCES),
        new Row(Subtract.of(), VECTORS, floats(3, 3, 5, 4)),
        new Row(TernaryDense.of(3).withActivation(Activations.TANH), VECTORS),
        new Row(TernaryDense.of(3).withThreshold(0.5f).withUseBias(false), VECTORS));
  }

  private static List<Row> normalizations() {
    return List.of(
        new Row(BatchNormalization.of(), VECTORS),
        new Row(BatchNormalization.of().withCenter(false), VECTORS),
        new Row(BatchNormalization.of().withAxis(1).withScale(false).withMomentum(0.5), SEQUENCES),
        new Row(LayerNormalization.of(), SEQUENCES),
        new Row(
            LayerNormalization.of()
                .withAxis(1, 2)
                .withEpsilon(1e-6)
                .withGamma(WeightOptions.of(RandomNormal.of()))
                .withBeta(WeightOptions.of(RandomNormal.of())),
            SEQUENCES),
        new Row(LayerNormalization.of().withAxis(1).withScale(false), SEQUENCES),
        new Row(LayerNormalization.of().withCenter(false), SEQUENCES),
        new Row(LayerNormalization.of().withRmsScaling(true), VECTORS),
        new Row(RMSNormalization.of(), SEQUENCES),
        new Row(RMSNormalization.of().withAxis(1).withEpsilon(0.1), SEQUENCES),
        new Row(SpectralNormalization.of(Dense.of(2)), VECTORS),
        new Row(SpectralNormalization.of(Embedding.of(5, 3)).withPowerIterations(3), IDS),
        new Row(UnitNormalization.of(), VECTORS),
        new Row(UnitNormalization.of(1, 2), SEQUENCES),
        new Row(
            BatchNormalization.of().withRenorm(new BatchNormalization.Renorm(0.9, 0.5f, 2, 1)),
            VECTORS),
        new Row(GroupNormalization.of(2), SEQUENCES),
        new Row(
            GroupNormalization.of(-1)
                .withAxis(1)
                .withEpsilon(0.1)
                .withCenter(false)
                .withGamma(WeightOptions.of(RandomNormal.of())),
            SEQUENCES),
        new Row(GroupNormalization.of(1).withScale(false), floats(3, 3, 5, 2, 4)));
  }

  private static List<Row> attentions() {
    Tensor query = SEQUENCES;
    Tensor value = floats(3, 3, 6, 4);
    Tensor mask = floats(7, 3, 5, 6).toFloats();
    for (int i = 0; i < mask.toFloats().data().length; i++) {
      mask.toFloats().data()[i] = mask.toFloats().data()[i] > 0 ? 1 : 0;
    }
    return List.of(
        new Row(Attention.of(), query, value),
        new Row(
            Attention.of()
                .withUseScale(true)
                .withDropout(0.5)
                .withUseCausalMask(true)
                .withReturnAttentionScores(true),
            query,
            floats(3, 3, 6, 2),
            value),
        new Row(
            Attention.of().withScoreMode(Attention.ScoreMode.CONCAT).withUseScale(true),
            query,
            value),
        new Row(AdditiveAttention.of(), query, value),
        new Row(
            AdditiveAttention.of()
                .withUseScale(false)
                .withDropout(0.5)
                .withUseCausalMask(true)
                .withReturnAttentionScores(true),
            query,
            value),
        new Row(MultiHeadAttention.of(2, 3), query, value),
        new Row(
            MultiHeadAttention.of(2, 3)
                .withValueDim(2)
                .withOutputShape(3, 2)
                .withUseBias(false)
                .withDropout(0.5)
                .withUseCausalMask(true)
                .withReturnAttentionScores(true),
            query,
            floats(3, 3, 6, 2),
            value,
            mask),
        new Row(
            MultiHeadAttention.of(2, 3)
                .withAttentionAxes(2)
                .withOptions(
                    AttentionOptions.of()
                        .withUseGate(true)
                        .withKernel(WeightOptions.of(Initializers.HE_NORMAL))
                        .withBias(WeightOptions.of(RandomNormal.of()))
                        .withActivityRegularizer(L2.of())),
            floats(2, 3, 2, 3, 4),
            floats(3, 3, 2, 5, 4)),
        new Row(MultiHeadAttention.of(1, 2), floats(2, 3, 2, 3, 4), floats(3, 3, 2, 2, 4)),
        new Row(GroupedQueryAttention.of(2, 4, 2).withUseCausalMask(true), query, value),
        new Row(
            GroupedQueryAttention.of(2, 2, 2)
                .withDropout(0.5)
                .withUseBias(false)
                .withReturnAttentionScores(true)
                .withOptions(AttentionOptions.of().withSlidingWindow(2).withUseGate(true)),
            query,
            value));
  }

  private static List<Row> tables() {
    Tensor weights = Tensor.of(Shape.of(3, 2), 1f, 0.5f, 2f, 0.25f, 0.75f, 3f);
    Quantization blocks = Quantization.INT4.withBlockSize(2);
    return List.of(
        new Row(Embedding.of(5, 3).withFrozenPadding(true).withMaskZero(true), IDS),
        new Row(Embedding.of(5, 3).combined(Combiner.SUM), IDS),
        new Row(
            Embedding.of(5, 3)
                .withMaskZero(true)
                .withActivityRegularizer(L2.of())
                .combined(Combiner.MEAN),
            IDS),
        new Row(Embedding.of(5, 3).combined(Combiner.SQRTN), IDS, weights),
        new Row(Lora.of(Dense.of(3), 2), VECTORS),
        new Row(Lora.of(Embedding.of(5, 3), 2).withAlpha(4), IDS),
        new Row(Lora.of(MultiHeadAttention.of(2, 3), 1), SEQUENCES, SEQUENCES),
        new Row(Quantized.of(Dense.of(3, Activations.TANH)), VECTORS),
        new Row(
            new HalfPrecision(Dense.of(3, Activations.TANH), HalfPrecision.Format.BFLOAT16),
            VECTORS),
        new Row(new HalfPrecision(Embedding.of(5, 3), HalfPrecision.Format.FLOAT16), IDS),
        new Row(Quantized.of(Embedding.of(5, 3)), IDS),
        new Row(Quantized.of(EinsumDense.of("abc,cd->abd", -1, 3)), SEQUENCES),
        new Row(Quantized.of(EinsumDense.of("abc,bcd->abd", -1, 3)), SEQUENCES),
        new Row(new Quantized(EinsumDense.of("abc,cd->abd", -1, 3), blocks), SEQUENCES),
        new Row(Quantized.of(ReversibleEmbedding.of(5, 4)), SEQUENCES),
        new Row(
            new Quantized(ReversibleEmbedding.of(5, 4).withTieWeights(false), blocks), SEQUENCES),
        new Row(Quantized.of(MultiHeadAttention.of(2, 3)), SEQUENCES, SEQUENCES),
        new Row(TimeDistributed.of(Quantized.of(Dense.of(3))), SEQUENCES),
        new Row(new Quantized(Dense.of(3), blocks), VECTORS),
        new Row(new Quantized(Embedding.of(5, 3), blocks), IDS),
        new Row(new Quantized(Dense.of(3), Quantization.INT8.withRoundedInputs(false)), VECTORS),
        new Row(Lora.of(Quantized.of(Dense.of(3)), 2), VECTORS),
        new Row(Lora.of(Quantized.of(EinsumDense.of("abc,cd->abd", -1, 3)), 2), SEQUENCES),
        new Row(Lora.of(Quantized.of(Embedding.of(5, 3)), 2), IDS));
  }

  private static List<Row> noises() {
    return List.of(
        new Row(Dropout.of(0.5), VECTORS),
        new Row(Dropout.of(0.5).withNoiseShape(1, -1, 1), SEQUENCES),
        new Row(GaussianDropout.of(0.5), VECTORS),
        new Row(GaussianNoise.of(0.5), VECTORS),
        new Row(SpatialDropout1D.of(0.5), SEQUENCES),
        new Row(SpatialDropout2D.of(0.5), floats(3, 3, 2, 3, 4)),
        new Row(SpatialDropout3D.of(0.5), floats(3, 3, 2, 1, 3, 4)),
        new Row(ActivityRegularization.of(0.1, 0.2), VECTORS),
        new Row(AlphaDropout.of(0.5).withNoiseShape(-1, 1, 4), SEQUENCES));
  }

  private static List<Row> recurrent() {
    return List.of(
        new Row(Bidirectional.of(LSTM.of(2).withReturnSequences(true)), SEQUENCES),
        new Row(Bidirectional.of(GRU.of(2)).withMergeMode(MergeMode.SUM), SEQUENCES),
        new Row(Bidirectional.of(GRU.of(2)).withMergeMode(MergeMode.MUL), SEQUENCES),
        new Row(
            Bidirectional.of(SimpleRNN.of(2).withReturnSequences(true))
                .withMergeMode(MergeMode.AVE),
            SEQUENCES),
        new Row(
            GRU.of(2).withRecurrentActivation(Activations.HARD_SIGMOID).withUnroll(true),
            SEQUENCES),
        new Row(
            Bidirectional.of(
                    GRU.of(2).withReturnState(true),
                    SimpleRNN.of(3).withReturnState(true).withGoBackwards(true))
                .withMergeMode(null),
            SEQUENCES,
            floats(5, 3, 2),
            floats(6, 3, 3)),
        new Row(GRU.of(3), SEQUENCES),
        new Row(ConvLSTM1D.of(2, 3), floats(8, 3, 2, 5, 3)),
        new Row(
            ConvLSTM2D.of(2, 2, 3)
                .withPadding(Padding.SAME)
                .withStrides(2, 1)
                .withUseBias(false)
                .withReturnSequences(true)
                .withReturnState(true),
            floats(8, 3, 2, 4, 3, 2)),
        new Row(
            ConvLSTM2D.of(2, 2)
                .withDropout(0.3)
                .withRecurrentDropout(0.3)
                .withDilationRate(2)
                .withUnitForgetBias(false)
                .withRecurrentActivation(Activations.HARD_SIGMOID),
            floats(8, 3, 2, 4, 3, 2)),
        new Row(ConvLSTM3D.of(2, 2), floats(8, 3, 2, 2, 3, 2, 2)),
        new Row(
            ChannelsFirst.of(ConvLSTM2D.of(3, 2).withReturnSequences(true).withReturnState(true)),
            floats(8, 3, 2, 2, 4, 3),
            floats(5, 3, 3, 3, 2),
            floats(6, 3, 3, 3, 2)),
        new Row(
            GRU.of(2)
                .withResetAfter(false)
                .withBias(WeightOptions.of(RandomUniform.of()))
                .withReturnSequences(true)
                .withReturnState(true),
            SEQUENCES,
            floats(5, 3, 2)),
        new Row(
            GRU.of(2)
                .withDropout(0.3)
                .withRecurrentDropout(0.5)
                .withRecurrentActivation(Activations.HARD_SIGMOID)
                .withBias(WeightOptions.of(RandomUniform.of()))
                .withActivityRegularizer(L2.of(0.1)),
            SEQUENCES),
        new Row(GRUCell.of(2), VECTORS, floats(5, 3, 2)),
        new Row(LSTM.of(3), SEQUENCES),
        new Row(
            LSTM.of(3).withReturnSequences(true).withReturnState(true).withGoBackwards(true),
            SEQUENCES),
        new Row(
            LSTM.of(2)
                .withActivation(Activations.SOFTSIGN)
                .withRecurrentActivation(Activations.TANH)
                .withUseBias(false)
                .withKernel(WeightOptions.of(Initializers.LECUN_UNIFORM))
                .withRecurrent(WeightOptions.of(Initializers.HE_UNIFORM)),
            SEQUENCES),
        new Row(
            LSTM.of(2)
                .withDropout(0.5)
                .withRecurrentDropout(0.5)
                .withUnitForgetBias(false)
                .withBias(WeightOptions.of(RandomUniform.of())),
            SEQUENCES,
            floats(5, 3, 2),
            floats(6, 3, 2)),
        new Row(LSTMCell.of(2), VECTORS, floats(5, 3, 2), floats(6, 3, 2)),
        new Row(RNN.of(List.of(LSTMCell.of(2), GRUCell.of(3))), SEQUENCES),
        new Row(
            RNN.of(SimpleRNNCell.of(2).withActivation(Activations.SIGMOID))
                .withZeroOutputForMask(true)
                .withGoBackwards(true),
            SEQUENCES),
        new Row(SimpleRNN.of(3), SEQUENCES),
        new Row(
            SimpleRNN.of(2)
                .withDropout(0.3)
                .withRecurrentDropout(0.3)
                .withUseBias(false)
                .withReturnSequences(true),
            SEQUENCES),
        new Row(SimpleRNNCell.of(2), VECTORS, floats(5, 3, 2)),
        new Row(ConvLSTMCell.of(1, 2, 3), SEQUENCES, floats(5, 3, 3, 2), floats(6, 3, 3, 2)),
        new Row(
            StackedRNNCells.of(SimpleRNNCell.of(2), LSTMCell.of(3)),
            VECTORS,
            floats(5, 3, 2),
            floats(6, 3, 3),
            floats(7, 3, 3)),
        new Row(TimeDistributed.of(Dense.of(2, Activations.TANH).named("each")), SEQUENCES),
        new Row(TimeDistributed.of(LSTM.of(2).named("each")), floats(8, 3, 2, 4, 3)));
  }

  private LayerTable() {}

  /** Numbers that look random. */
  static Tensor.FloatTensor floats(int seed, int... dims) {
    Shape shape = Shape.of(dims);
    float[] data = new float[shape.intSize()];
    for (int i = 0; i < data.length; i++) {
      data[i] = CounterRandom.normal(seed, i);
    }
    return Tensor.of(shape, data);
  }
}
