package dev.inlay.kernel;

import static dev.inlay.kernel.SimdLanes.S;
import static dev.inlay.kernel.SimdLanes.V;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Unary;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Cells} in vectors, in several passes: the JIT gives up on methods with many functions.
 * Loops and their ends are written out, as vectors handed to a method may be left on the heap.
 */
final class SimdCells implements Cells {
  private final Pointwise pointwise;

  SimdCells(Pointwise pointwise) {
    this.pointwise = pointwise;
  }

  @Override
  public void lstm(
      float[] z, int zOff, float[] cPrev, int cPrevOff, float[] out, int outOff, int units) {
    int g = 2 * units;
    int o = 3 * units;
    int c = outOff + 4 * units;
    int h = outOff + 5 * units;
    pointwise.unary(Unary.SIGMOID, z, zOff, out, outOff, g);
    pointwise.unary(Unary.TANH, z, zOff + g, out, outOff + g, units);
    pointwise.unary(Unary.SIGMOID, z, zOff + o, out, outOff + o, units);
    int whole = S.loopBound(units);
    for (int j = 0; j < whole; j += V) {
      int at = outOff + j;
      var i = FloatVector.fromArray(S, out, at);
      var f = FloatVector.fromArray(S, out, at + units);
      var gs = FloatVector.fromArray(S, out, at + g);
      var cs = FloatVector.fromArray(S, cPrev, cPrevOff + j);
      f.mul(cs).add(i.mul(gs)).intoArray(out, c + j);
    }
    if (whole < units) {
      var rest = S.indexInRange(whole, units);
      int at = outOff + whole;
      var i = FloatVector.fromArray(S, out, at, rest);
      var f = FloatVector.fromArray(S, out, at + units, rest);
      var gs = FloatVector.fromArray(S, out, at + g, rest);
      var cs = FloatVector.fromArray(S, cPrev, cPrevOff + whole, rest);
      f.mul(cs).add(i.mul(gs)).intoArray(out, c + whole, rest);
    }
    pointwise.unary(Unary.TANH, out, c, out, h, units);
    pointwise.binary(Binary.MUL, out, outOff + o, out, h, out, h, units);
  }

  @Override
  public void lstmGrad(
      float[] out,
      int outOff,
      float[] cPrev,
      int cPrevOff,
      float[] dh,
      int dhOff,
      float[] dc,
      int dcOff,
      float[] dz,
      int dzOff,
      int units) {
    // The state's activation waits where the first gate's gradient will be.
    pointwise.unary(Unary.TANH, out, outOff + 4 * units, dz, dzOff, units);
    outputGate(out, outOff + 3 * units, dh, dhOff, dc, dcOff, dz, dzOff, units);
    inputGates(out, outOff, dc, dcOff, dz, dzOff, units);
    forgetGate(out, outOff + units, cPrev, cPrevOff, dc, dcOff, dz, dzOff + units, units);
  }

  /** From dh, of the output gate and of the state; where dz begins, the state's activation lies. */
  private static void outputGate(
      float[] out,
      int oOff,
      float[] dh,
      int dhOff,
      float[] dc,
      int dcOff,
      float[] dz,
      int dzOff,
      int units) {
    var one = FloatVector.broadcast(S, 1);
    int whole = S.loopBound(units);
    for (int j = 0; j < whole; j += V) {
      var o = FloatVector.fromArray(S, out, oOff + j);
      var t = FloatVector.fromArray(S, dz, dzOff + j);
      var dhs = FloatVector.fromArray(S, dh, dhOff + j);
      var dcs = FloatVector.fromArray(S, dc, dcOff + j);
      dcs.add(dhs.mul(o).mul(one.sub(t.mul(t)))).intoArray(dc, dcOff + j);
      dhs.mul(t).mul(o.mul(one.sub(o))).intoArray(dz, dzOff + 3 * units + j);
    }
    if (whole < units) {
      var rest = S.indexInRange(whole, units);
      var o = FloatVector.fromArray(S, out, oOff + whole, rest);
      var t = FloatVector.fromArray(S, dz, dzOff + whole, rest);
      var dhs = FloatVector.fromArray(S, dh, dhOff + whole, rest);
      var dcs = FloatVector.fromArray(S, dc, dcOff + whole, rest);
      dcs.add(dhs.mul(o).mul(one.sub(t.mul(t)))).intoArray(dc, dcOff + whole, rest);
      dhs.mul(t).mul(o.mul(one.sub(o))).intoArray(dz, dzOff + 3 * units + whole, rest);
    }
  }

  /** From dc, of the input gate and of what it lets in. */
  private static void inputGates(
      float[] out, int outOff, float[] dc, int dcOff, float[] dz, int dzOff, int units) {
    var one = FloatVector.broadcast(S, 1);
    int whole = S.loopBound(units);
    for (int j = 0; j < whole; j += V) {
      var i = FloatVector.fromArray(S, out, outOff + j);
      var g = FloatVector.fromArray(S, out, outOff + 2 * units + j);
      var dcs = FloatVector.fromArray(S, dc, dcOff + j);
      dcs.mul(g).mul(i.mul(one.sub(i))).intoArray(dz, dzOff + j);
      dcs.mul(i).mul(one.sub(g.mul(g))).intoArray(dz, dzOff + 2 * units + j);
    }
    if (whole < units) {
      var rest = S.indexInRange(whole, units);
      var i = FloatVector.fromArray(S, out, outOff + whole, rest);
      var g = FloatVector.fromArray(S, out, outOff + 2 * units + whole, rest);
      var dcs = FloatVector.fromArray(S, dc, dcOff + whole, rest);
      dcs.mul(g).mul(i.mul(one.sub(i))).intoArray(dz, dzOff + whole, rest);
      dcs.mul(i).mul(one.sub(g.mul(g))).intoArray(dz, dzOff + 2 * units + whole, rest);
    }
  }

  /** From dc, of the forget gate and of the state before. */
  private static void forgetGate(
      float[] out,
      int fOff,
      float[] cPrev,
      int cPrevOff,
      float[] dc,
      int dcOff,
      float[] dz,
      int dzOff,
      int units) {
    var one = FloatVector.broadcast(S, 1);
    int whole = S.loopBound(units);
    for (int j = 0; j < whole; j += V) {
      var f = FloatVector.fromArray(S, out, fOff + j);
      var cs = FloatVector.fromArray(S, cPrev, cPrevOff + j);
      var dcs = FloatVector.fromArray(S, dc, dcOff + j);
      dcs.mul(cs).mul(f.mul(one.sub(f))).intoArray(dz, dzOff + j);
      dcs.mul(f).intoArray(dc, dcOff + j);
    }
    if (whole < units) {
      var rest = S.indexInRange(whole, units);
      var f = FloatVector.fromArray(S, out, fOff + whole, rest);
      var cs = FloatVector.fromArray(S, cPrev, cPrevOff + whole, rest);
      var dcs = FloatVector.fromArray(S, dc, dcOff + whole, rest);
      dcs.mul(cs).mul(f.mul(one.sub(f))).intoArray(dz, dzOff + whole, rest);
      dcs.mul(f).intoArray(dc, dcOff + whole, rest);
    }
  }
}
