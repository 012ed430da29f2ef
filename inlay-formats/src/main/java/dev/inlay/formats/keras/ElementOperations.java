package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.ofFloats;
import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Unary;
import dev.inlay.graph.Whole;
import dev.inlay.layer.HalfPrecision;
import dev.inlay.tensor.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Operations on each element for itself. */
final class ElementOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  private static final float HALF_TURN = (float) Math.PI;

  static {
    binary("Add", Node::add);
    binary("Subtract", Node::sub);
    binary("Multiply", Node::mul);
    binary("Maximum", Node::max);
    binary("Minimum", Node::min);
    binary("Fmax", (a, b) -> ofNumbers(a, b, Node::max));
    binary("Fmin", (a, b) -> ofNumbers(a, b, Node::min));
    binary("Equal", (a, b) -> a.apply(Binary.EQUAL, b));
    binary("NotEqual", (a, b) -> a.apply(Binary.EQUAL, b).apply(Unary.NOT));
    binary("Greater", Node::greater);
    binary("GreaterEqual", (a, b) -> a.apply(Binary.GREATER_OR_EQUAL, b));
    binary("Less", Node::less);
    binary("LessEqual", (a, b) -> a.apply(Binary.LESS_OR_EQUAL, b));
    binary("LogicalAnd", (a, b) -> a.apply(Binary.AND, b));
    binary("LogicalOr", (a, b) -> a.apply(Binary.OR, b));
    binary("LogicalXor", (a, b) -> truth(a).sub(truth(b)).abs());
    binary("SquaredDifference", (a, b) -> a.sub(b).mul(a.sub(b)));
    MEANINGS.put("TrueDivide", ofFloats(Node::div));
    MEANINGS.put("Divide", ofFloats(Node::div));
    MEANINGS.put("DivideNoNan", ofFloats((a, b) -> a.apply(Binary.DIV_NO_NAN, b)));
    MEANINGS.put("Power", ofFloats(Node::pow));
    MEANINGS.put(
        "Logaddexp",
        ofFloats((a, b) -> a.max(b).add(a.sub(b).abs().neg().exp().apply(Unary.LOG1P))));
    whole("FloorDivide", Whole.FLOOR_DIV, (a, b) -> a.div(b).apply(Unary.FLOOR));
    whole("Mod", Whole.FLOOR_MOD, (a, b) -> a.sub(a.div(b).apply(Unary.FLOOR).mul(b)));

    wholeOrNot("Negative", x -> Places.whole(x.graph(), 0).sub(x), Node::neg);
    wholeOrNot("Absolute", WholeOperations::size, Node::abs);
    wholeOrNot("Abs", WholeOperations::size, Node::abs);
    wholeOrNot("Square", x -> x.mul(x), Node::square);
    wholeOrNot("Trunc", x -> x, ElementOperations::truncated);
    wholeOrNot(
        "Sign",
        x -> x.cast(DType.FLOAT32).apply(Unary.SIGN).cast(DType.INT32),
        x -> x.apply(Unary.SIGN));
    unary("Exp", Unary.EXP);
    unary("Expm1", Unary.EXPM1);
    unary("Log", Unary.LOG);
    unary("Log1p", Unary.LOG1P);
    unary("Sqrt", Unary.SQRT);
    unary("Reciprocal", Unary.RECIPROCAL);
    unary("Floor", Unary.FLOOR);
    unary("Ceil", Unary.CEIL);
    unary("Sin", Unary.SIN);
    unary("Cos", Unary.COS);
    unary("Arctan", Unary.ATAN);
    unary("Tanh", Unary.TANH);
    unary("Erf", Unary.ERF);
    unary("LogicalNot", Unary.NOT);
    unary("Isfinite", Unary.IS_FINITE);
    of("Rsqrt", x -> x.sqrt().apply(Unary.RECIPROCAL));
    of("Log2", x -> x.log().mul((float) (1 / Math.log(2))));
    of("Log10", x -> x.log().mul((float) (1 / Math.log(10))));
    of("Tan", x -> x.apply(Unary.SIN).div(x.apply(Unary.COS)));
    of("Sinh", x -> x.exp().sub(x.neg().exp()).mul(0.5f));
    of("Cosh", x -> x.exp().add(x.neg().exp()).mul(0.5f));
    of("Isnan", x -> AxisOperations.isNumber(x).apply(Unary.NOT));
    of("StopGradient", Node::stopGradient);
    of("ZerosLike", x -> full(x.graph().constant(0), x));
    of("OnesLike", x -> full(x.graph().constant(1), x));
    MEANINGS.put(
        "FullLike",
        one(
            o -> {
              Node x = o.floats();
              return full(o.node(1, "fill_value").cast(DType.FLOAT32), x);
            }));
    of("Exp2", x -> x.mul((float) Math.log(2)).exp());
    of("Cbrt", x -> x.apply(Unary.SIGN).mul(x.abs().pow(1f / 3)));
    of("Deg2rad", x -> x.mul((float) (Math.PI / 180)));
    of("Rad2deg", x -> x.mul((float) (180 / Math.PI)));
    of("Sinc", ElementOperations::sinc);
    of("Arcsin", ElementOperations::arcsine);
    of("Arccos", x -> arcsine(x).neg().add(HALF_TURN / 2));
    MEANINGS.put("Arctan2", ofFloats(ElementOperations::angle));
    of("Angle", x -> x.less(0).mul(HALF_TURN));
    of("Imag", x -> full(x.graph().constant(0), x));
    of("Isreal", x -> full(x.graph().constant(1), x));
    of("Signbit", ElementOperations::signBit);
    of("Arcsinh", x -> side(x).mul(x.mul(side(x)).add(x.square().add(1).sqrt()).log()));
    of("Arccosh", x -> x.add(x.square().sub(1).sqrt()).log());
    of("Arctanh", x -> x.apply(Unary.LOG1P).sub(x.neg().apply(Unary.LOG1P)).mul(0.5f));
    of("Erfinv", SpecialFunctions::inverseErf);
    of("I0", SpecialFunctions::besselI0);
    MEANINGS.put("Nextafter", ofFloats(ElementOperations::next));
    of("Erfc", x -> x.apply(Unary.ERF).neg().add(1));
    of("Isinf", ElementOperations::infinite);
    of("Isposinf", x -> x.apply(Binary.EQUAL, x.graph().constant(Float.POSITIVE_INFINITY)));
    of("Isneginf", x -> x.apply(Binary.EQUAL, x.graph().constant(Float.NEGATIVE_INFINITY)));
    of("Fabs", Node::abs);
    for (String same :
        List.of("Positive", "Conj", "Conjugate", "Real", "Copy", "Array", "ConvertToTensor")) {
      MEANINGS.put(same, one(ElementOperations::unchanged));
    }
    MEANINGS.put("NanToNum", one(ElementOperations::withoutNaN));
    MEANINGS.put("Isclose", one(ElementOperations::isClose));
    MEANINGS.put("Hypot", ofFloats(ElementOperations::length));
    MEANINGS.put("Logaddexp2", ofFloats(ElementOperations::logAddExp2));
    MEANINGS.put("Heaviside", ofFloats(ElementOperations::step));
    MEANINGS.put("Ldexp", ofFloats((a, b) -> a.mul(b.mul((float) Math.log(2)).exp())));
    MEANINGS.put("Fmod", ofFloats((a, b) -> a.sub(truncated(a.div(b)).mul(b))));
    MEANINGS.put("Round", one(ElementOperations::round));
    MEANINGS.put("Clip", one(ElementOperations::clip));
    MEANINGS.put("Select", one(ElementOperations::select));
    MEANINGS.put("Where", one(ElementOperations::where));
    MEANINGS.put("Cast", one(ElementOperations::cast));
  }

  private ElementOperations() {}

  private static void binary(String name, BinaryOperator<Node> meaning) {
    binary(name, meaning, meaning);
  }

  private static void whole(String name, Whole ofWhole, BinaryOperator<Node> ofFloats) {
    binary(name, (a, b) -> WholeOperations.apply(ofWhole, a, b), ofFloats);
  }

  private static void binary(
      String name, BinaryOperator<Node> ofWhole, BinaryOperator<Node> ofFloats) {
    MEANINGS.put(name, one(o -> ofEither(o.node(0, "x1"), o.node(1, "x2"), ofWhole, ofFloats)));
  }

  /** Of two whole numbers a whole one, else of floats a float. */
  private static Node ofEither(
      Node a, Node b, BinaryOperator<Node> ofWhole, BinaryOperator<Node> ofFloats) {
    return a.dtype() == DType.INT32 && b.dtype() == DType.INT32
        ? ofWhole.apply(a, b)
        : ofFloats.apply(a.cast(DType.FLOAT32), b.cast(DType.FLOAT32));
  }

  /** Whole numbers stay such. */
  private static void wholeOrNot(
      String name, UnaryOperator<Node> ofWhole, UnaryOperator<Node> ofFloats) {
    MEANINGS.put(
        name,
        one(
            operands -> {
              Node x = operands.node(0, "x");
              return x.dtype() == DType.INT32 ? ofWhole.apply(x) : ofFloats.apply(x);
            }));
  }

  private static void unary(String name, Unary function) {
    of(name, x -> x.apply(function));
  }

  private static void of(String name, UnaryOperator<Node> meaning) {
    MEANINGS.put(name, one(operands -> meaning.apply(operands.floats())));
  }

  static Node full(Node value, Node like) {
    return like.graph().add(new Reduction.ExpandLike(), value, like);
  }

  /** Ones where a value isn't 0. */
  static Node truth(Node x) {
    return x.cast(DType.FLOAT32).apply(Unary.NOT).apply(Unary.NOT);
  }

  private static Node arcsine(Node x) {
    return x.div(x.neg().add(1).mul(x.add(1)).sqrt()).apply(Unary.ATAN);
  }

  /** -1 for what is below 0, 1 for the rest: without a gradient, as signs. */
  private static Node side(Node x) {
    return x.less(0).mul(-2).add(1);
  }

  /** 1 for what is below 0, also for the zero below it. */
  private static Node signBit(Node x) {
    return x.less(0).max(x.apply(Unary.RECIPROCAL).less(0));
  }

  /** The angle of the point (x, y), between -π and π. */
  private static Node angle(Node y, Node x) {
    // The corner between two infinities lies where that between ones does.
    Node corner = infinite(y).mul(infinite(x));
    Node up = corner.where(y.apply(Unary.SIGN), y);
    Node right = corner.where(x.apply(Unary.SIGN), x);
    Node quarter = up.apply(Binary.DIV_NO_NAN, right).apply(Unary.ATAN);
    Node side = signBit(up).mul(-2).add(1);
    Node flat = quarter.add(signBit(right).mul(side).mul(HALF_TURN));
    Node upright = up.apply(Unary.SIGN).mul(HALF_TURN / 2);
    Node steep = upright.sub(right.apply(Binary.DIV_NO_NAN, up).apply(Unary.ATAN));
    Node angle = up.abs().greater(right.abs()).where(steep, flat);
    // What isn't a number, divided by 0, is taken for 0 above.
    return AxisOperations.isNumber(y).where(angle, y);
  }

  private static Node infinite(Node x) {
    return x.abs().apply(Binary.EQUAL, x.graph().constant(Float.POSITIVE_INFINITY));
  }

  /** The length of (a, b), which may be more than the root of the largest number. */
  private static Node length(Node a, Node b) {
    Node larger = a.abs().max(b.abs());
    Node share = a.abs().min(b.abs()).apply(Binary.DIV_NO_NAN, larger);
    return larger.mul(share.square().add(1).sqrt());
  }

  /** 0 for what is below 0, 1 for what is above, and b for the rest. */
  private static Node step(Node a, Node b) {
    Node above = a.greater(0).where(a.graph().constant(1), b);
    return a.less(0).where(a.graph().constant(0), above);
  }

  /** A function of two numbers, or the one of both that is a number. */
  private static Node ofNumbers(Node a, Node b, BinaryOperator<Node> function) {
    if (a.dtype() == DType.INT32) {
      return function.apply(a, b);
    }
    Node ofBoth = AxisOperations.isNumber(b).where(function.apply(a, b), a);
    return AxisOperations.isNumber(a).where(ofBoth, b);
  }

  private static Node truncated(Node x) {
    return x.apply(Unary.SIGN).mul(x.abs().apply(Unary.FLOOR));
  }

  private static Node sinc(Node x) {
    Node at = x.mul((float) Math.PI);
    return at.apply(Unary.SIN).apply(Binary.DIV_NO_NAN, at).add(at.apply(Unary.NOT));
  }

  private static Node logAddExp2(Node a, Node b) {
    float two = (float) Math.log(2);
    Node smaller = a.sub(b).abs().neg().mul(two).exp().apply(Unary.LOG1P);
    return a.max(b).add(smaller.mul(1 / two));
  }

  /**
   * As Keras on TensorFlow, which takes the next number of 64 bits: rounded to 32 it is the number
   * itself.
   */
  private static Node next(Node a, Node towards) {
    Node known = AxisOperations.isNumber(a).mul(AxisOperations.isNumber(towards));
    return known.where(a, a.graph().constant(Float.NaN));
  }

  private static Node unchanged(Operands operands) {
    operands.settings().drop("sparse", "ragged");
    return operands.node(0, "x");
  }

  private static Node withoutNaN(Operands operands) {
    Node x = operands.floats();
    Node number = x.graph().constant((float) operands.settings().number("nan", 0));
    float most = (float) operands.settings().number("posinf", Float.MAX_VALUE);
    float least = (float) operands.settings().number("neginf", -Float.MAX_VALUE);
    Node known = AxisOperations.isNumber(x).where(x, number);
    return known.min(most).max(least);
  }

  private static Node isClose(Operands operands) {
    Node a = operands.node(0, "x1").cast(DType.FLOAT32);
    Node b = operands.node(1, "x2").cast(DType.FLOAT32);
    float relative = (float) operands.number(2, "rtol", 1e-5);
    float absolute = (float) operands.number(3, "atol", 1e-8);
    operands.settings().drop("equal_nan");
    return a.sub(b).abs().apply(Binary.LESS_OR_EQUAL, b.abs().mul(relative).add(absolute));
  }

  private static Node round(Operands operands) {
    Node x = operands.floats();
    float scale = (float) Math.pow(10, operands.settings().integer("decimals", 0));
    return scale == 1 ? x.apply(Unary.ROUND) : x.mul(scale).apply(Unary.ROUND).div(scale);
  }

  private static Node clip(Operands operands) {
    Node x = operands.node(0, "x");
    Node floats = x.cast(DType.FLOAT32);
    Node clipped =
        floats
            .max((float) operands.settings().number("x_min", Float.NEGATIVE_INFINITY))
            .min((float) operands.settings().number("x_max", Float.POSITIVE_INFINITY));
    return clipped.cast(x.dtype());
  }

  /** Of several values the first whose condition holds, else another. */
  private static Node select(Operands operands) {
    List<Node> conditions = operands.nodes(0, "condlist");
    List<Node> choices = operands.nodes(1, "choicelist");
    Object otherwise = operands.raw(2, "default");
    Node result = operands.node(otherwise == null ? (Object) 0 : otherwise).cast(DType.FLOAT32);
    for (int i = conditions.size() - 1; i >= 0; i--) {
      result = truth(conditions.get(i)).where(choices.get(i).cast(DType.FLOAT32), result);
    }
    return result;
  }

  private static Node where(Operands operands) {
    Node mask = truth(operands.node(0, "condition"));
    return ofEither(operands.node(1, "x1"), operands.node(2, "x2"), mask::where, mask::where);
  }

  private static Node cast(Operands operands) {
    Node x = operands.node(0, "x");
    String to = operands.settings().text("dtype", "float32");
    if (to.equals("float16") || to.equals("bfloat16")) {
      var format =
          to.equals("float16") ? HalfPrecision.Format.FLOAT16 : HalfPrecision.Format.BFLOAT16;
      return format.rounded(x.cast(DType.FLOAT32));
    }
    return to.equals("bool") ? truth(x) : x.cast(to.contains("int") ? DType.INT32 : DType.FLOAT32);
  }
}
