package dev.inlay.feature;

import dev.inlay.feature.FeatureOutput.Form;
import dev.inlay.layer.Adaptable;
import dev.inlay.layer.CategoryEncoding;
import dev.inlay.layer.Discretization;
import dev.inlay.layer.HashedCrossing;
import dev.inlay.layer.Hashing;
import dev.inlay.layer.Identity;
import dev.inlay.layer.IntegerLookup;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Normalization;
import dev.inlay.layer.Rescaling;
import dev.inlay.layer.StringLookup;
import dev.inlay.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FeatureSpace} makes of one column of the data. Keras's kinds of features are the
 * methods here; where Keras has arguments for the preprocessing layer, give the layer itself:
 * {@code Feature.stringCategorical(StringLookup.of().withMaxTokens(1_000))}.
 *
 * <p>Beyond Keras, a feature may have several values a row, come out as an embedding, have fixed
 * boundaries, and say what missing values mean.
 *
 * @param dtype what the column holds: {@code FLOAT32}, {@code INT64} or {@code STRING}
 * @param preprocessor makes ids or numbers of the column
 * @param output the form in which these leave
 * @param missing what becomes of missing values: NaN, {@code ""}, -1, or a row without any value;
 *     null for Keras's way, in which NaN is an error and others are values like any
 * @param multiValued whether a row has any number of values: ragged, or filled up with {@code ""}
 *     or -1
 */
public record Feature(
    DType dtype,
    Layer preprocessor,
    FeatureOutput output,
    @Nullable Missing missing,
    boolean multiValued) {
  public Feature {
    boolean numbers = output == Form.FLOAT;
    if (multiValued && numbers) {
      throw new IllegalArgumentException(
          "a feature with several values a row comes out as ONE_HOT, as an embedding or as INT, not"
              + " as FLOAT");
    }
    if (numbers && missing instanceof Missing.Id) {
      throw new IllegalArgumentException(
          "numbers have no ids; choose another rule for missing ones");
    }
    if (numbers && missing != null && dtype != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "missing values that come out as FLOAT are those of FLOAT32 columns, not of " + dtype);
    }
  }

  /** Any layer that has no weights, over a column of the given type. */
  public static Feature of(DType dtype, Layer preprocessor, FeatureOutput output) {
    return new Feature(dtype, preprocessor, output, null, false);
  }

  /** Numbers as they are: Keras's {@code float}. */
  public static Feature plainFloat() {
    return of(DType.FLOAT32, Identity.of(), Form.FLOAT);
  }

  /** Numbers times {@code scale} plus {@code offset}. */
  public static Feature floatRescaled(float scale, float offset) {
    return of(DType.FLOAT32, Rescaling.of(scale, offset), Form.FLOAT);
  }

  /** Numbers brought to mean 0 and variance 1, which are learned. */
  public static Feature floatNormalized() {
    return floatNormalized(Normalization.of());
  }

  /** Numbers brought to mean 0 and variance 1. */
  public static Feature floatNormalized(Normalization normalization) {
    return of(DType.FLOAT32, normalization, Form.FLOAT);
  }

  /** Numbers in so many bins, whose boundaries are learned. */
  public static Feature floatDiscretized(int numBins) {
    return floatDiscretized(Discretization.of(numBins));
  }

  /** Numbers in bins. */
  public static Feature floatDiscretized(Discretization discretization) {
    return of(DType.FLOAT32, discretization, Form.ONE_HOT);
  }

  /** Whole numbers by a vocabulary that is learned. */
  public static Feature integerCategorical() {
    return integerCategorical(IntegerLookup.of());
  }

  /** Whole numbers by a vocabulary. */
  public static Feature integerCategorical(IntegerLookup lookup) {
    return of(DType.INT64, lookup, Form.ONE_HOT);
  }

  /** Texts by a vocabulary that is learned. */
  public static Feature stringCategorical() {
    return stringCategorical(StringLookup.of());
  }

  /** Texts by a vocabulary. */
  public static Feature stringCategorical(StringLookup lookup) {
    return of(DType.STRING, lookup, Form.ONE_HOT);
  }

  /** Whole numbers by their hash. */
  public static Feature integerHashed(int numBins) {
    return of(DType.INT64, Hashing.of(numBins), Form.ONE_HOT);
  }

  /** Texts by their hash. */
  public static Feature stringHashed(int numBins) {
    return of(DType.STRING, Hashing.of(numBins), Form.ONE_HOT);
  }

  public Feature withOutput(FeatureOutput output) {
    return new Feature(dtype, preprocessor, output, missing, multiValued);
  }

  /** As a learned vector of so many numbers. */
  public Feature withEmbedding(int dimension) {
    return withOutput(FeatureOutput.Embedding.of(dimension));
  }

  /** With a rule for missing values. */
  public Feature withMissing(Missing missing) {
    return new Feature(dtype, preprocessor, output, missing, multiValued);
  }

  /** With any number of values a row. */
  public Feature withMultiValued(boolean multiValued) {
    return new Feature(dtype, preprocessor, output, missing, multiValued);
  }

  Feature withPreprocessor(Layer preprocessor) {
    return new Feature(dtype, preprocessor, output, missing, multiValued);
  }

  /** Whether there is something to learn yet. */
  boolean learns() {
    return preprocessor instanceof Adaptable<?> adaptable && !adaptable.isAdapted();
  }

  /** How many ids the preprocessor gives. */
  int preprocessorIds(String name) {
    return switch (preprocessor) {
      case StringLookup lookup -> lookup.vocabularySize();
      case IntegerLookup lookup -> lookup.vocabularySize();
      case Hashing hashing -> hashing.numBins();
      case HashedCrossing crossing -> crossing.numBins();
      case CategoryEncoding encoding -> encoding.numTokens();
      case Discretization bins -> Math.max(bins.numBins(), bins.binBoundaries().size() + 1);
      default ->
          throw new IllegalArgumentException(
              "feature \"%s\": how many ids a %s gives is not known; choose INT or FLOAT"
                  .formatted(name, preprocessor.getClass().getSimpleName()));
    };
  }
}
