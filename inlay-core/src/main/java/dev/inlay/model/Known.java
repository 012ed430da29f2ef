package dev.inlay.model;

import dev.inlay.feature.FeatureColumn;
import dev.inlay.layer.Config;
import dev.inlay.layer.LayerClasses;
import dev.inlay.train.Accuracy;
import dev.inlay.train.AccuracyBaseline;
import dev.inlay.train.Auc;
import dev.inlay.train.BinaryAccuracy;
import dev.inlay.train.BinaryCrossentropy;
import dev.inlay.train.BinaryFocalCrossentropy;
import dev.inlay.train.BinaryIoU;
import dev.inlay.train.CategoricalAccuracy;
import dev.inlay.train.CategoricalCrossentropy;
import dev.inlay.train.CategoricalFocalCrossentropy;
import dev.inlay.train.CategoricalGeneralizedCrossEntropy;
import dev.inlay.train.CategoricalHinge;
import dev.inlay.train.Circle;
import dev.inlay.train.ConcordanceCorrelation;
import dev.inlay.train.ConfusionCount;
import dev.inlay.train.CosineDecay;
import dev.inlay.train.CosineDecayRestarts;
import dev.inlay.train.CosineSimilarity;
import dev.inlay.train.Ctc;
import dev.inlay.train.Dice;
import dev.inlay.train.ExponentialDecay;
import dev.inlay.train.F1Score;
import dev.inlay.train.FBetaScore;
import dev.inlay.train.Hinge;
import dev.inlay.train.Huber;
import dev.inlay.train.InverseTimeDecay;
import dev.inlay.train.IoU;
import dev.inlay.train.KlDivergence;
import dev.inlay.train.LabelMean;
import dev.inlay.train.LearningRate;
import dev.inlay.train.LogCosh;
import dev.inlay.train.Mean;
import dev.inlay.train.MeanAbsoluteError;
import dev.inlay.train.MeanAbsolutePercentageError;
import dev.inlay.train.MeanIoU;
import dev.inlay.train.MeanLoss;
import dev.inlay.train.MeanSquaredError;
import dev.inlay.train.MeanSquaredLogarithmicError;
import dev.inlay.train.Negative;
import dev.inlay.train.OneHotIoU;
import dev.inlay.train.OneHotMeanIoU;
import dev.inlay.train.Optimizer;
import dev.inlay.train.PearsonCorrelation;
import dev.inlay.train.PiecewiseConstantDecay;
import dev.inlay.train.Poisson;
import dev.inlay.train.PolynomialDecay;
import dev.inlay.train.Precision;
import dev.inlay.train.PrecisionAtRecall;
import dev.inlay.train.PredictionMean;
import dev.inlay.train.R2Score;
import dev.inlay.train.Recall;
import dev.inlay.train.RecallAtPrecision;
import dev.inlay.train.Reduced;
import dev.inlay.train.Renamed;
import dev.inlay.train.RootMeanSquaredError;
import dev.inlay.train.SensitivityAtSpecificity;
import dev.inlay.train.ShapeAccuracy;
import dev.inlay.train.SparseCategoricalAccuracy;
import dev.inlay.train.SparseCategoricalCrossentropy;
import dev.inlay.train.SparseTopKCategoricalAccuracy;
import dev.inlay.train.SpecificityAtSensitivity;
import dev.inlay.train.Sum;
import dev.inlay.train.TopKCategoricalAccuracy;
import dev.inlay.train.Tversky;
import java.util.ServiceLoader;

/**
 * The classes of which a saved model may be made without more ado: the library's, of which a test
 * finds those that are missing, and those that other modules offer.
 */
final class Known {
  static final Config CONFIG = offered(library());

  private Known() {}

  private static Config library() {
    return FeatureColumn.CONFIG
        .and(
            Compile.class,
            LearningRate.Constant.class,
            CosineDecay.class,
            CosineDecayRestarts.class,
            ExponentialDecay.class,
            InverseTimeDecay.class,
            PiecewiseConstantDecay.class,
            PolynomialDecay.class,
            BinaryCrossentropy.class,
            BinaryFocalCrossentropy.class,
            CategoricalCrossentropy.class,
            CategoricalFocalCrossentropy.class,
            CategoricalGeneralizedCrossEntropy.class,
            CategoricalHinge.class,
            Circle.class,
            CosineSimilarity.class,
            Ctc.class,
            Dice.class,
            Hinge.class,
            Huber.class,
            KlDivergence.class,
            LogCosh.class,
            MeanAbsoluteError.class,
            MeanAbsolutePercentageError.class,
            MeanSquaredError.class,
            MeanSquaredLogarithmicError.class,
            Negative.class,
            Poisson.class,
            Reduced.class,
            SparseCategoricalCrossentropy.class,
            Tversky.class,
            Accuracy.class,
            AccuracyBaseline.class,
            Auc.class,
            BinaryAccuracy.class,
            BinaryIoU.class,
            CategoricalAccuracy.class,
            ConcordanceCorrelation.class,
            ConfusionCount.class,
            F1Score.class,
            FBetaScore.class,
            IoU.class,
            LabelMean.class,
            Mean.class,
            MeanIoU.class,
            MeanLoss.class,
            OneHotIoU.class,
            OneHotMeanIoU.class,
            PearsonCorrelation.class,
            Precision.class,
            PrecisionAtRecall.class,
            PredictionMean.class,
            R2Score.class,
            Recall.class,
            RecallAtPrecision.class,
            Renamed.class,
            RootMeanSquaredError.class,
            SensitivityAtSpecificity.class,
            ShapeAccuracy.class,
            SparseCategoricalAccuracy.class,
            SparseTopKCategoricalAccuracy.class,
            SpecificityAtSensitivity.class,
            Sum.class,
            TopKCategoricalAccuracy.class)
        .and(Optimizer.CONFIG);
  }

  private static Config offered(Config config) {
    Config all = config;
    for (LayerClasses more :
        ServiceLoader.load(LayerClasses.class, LayerClasses.class.getClassLoader())) {
      all = all.and(more.config());
    }
    return all;
  }
}
