package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.util.List;

/** Float functions of one element. */
public enum Unary implements Elementwise {
  ABS,
  NEG,
  EXP,
  EXPM1,
  LOG,
  LOG1P,
  SQRT,
  RECIPROCAL,
  SQUARE,
  /** -1, 0 or 1. */
  SIGN,
  FLOOR,
  CEIL,
  /** To the nearest whole number, halves to the even one. */
  ROUND,
  SIN,
  COS,
  /** The angle between -π/2 and π/2 whose tangent x is. */
  ATAN,
  TANH,
  /** 1 / (1 + exp(-x)). */
  SIGMOID,
  /** max(x, 0). */
  RELU,
  /** log(1 + exp(x)), without overflow. */
  SOFTPLUS,
  /** The error function. */
  ERF,
  /** 1 where x is 0, else 0. */
  NOT,
  /** 1 where x is neither NaN nor infinite, else 0. */
  IS_FINITE;

  @Override
  public Shape shape(List<Shape> inputs) {
    return Rules.one(this, inputs);
  }
}
