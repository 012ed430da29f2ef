/**
 * Inner loops over arrays: arrays, offsets and lengths in, numbers out. Nothing here knows shapes,
 * graphs or threads; nothing allocates once warm.
 *
 * <p>Read {@link dev.inlay.kernel.Kernels} first: the families of loops. Each family has a scalar
 * reference ({@code Scalar…}) and a twin in the Vector API ({@code Simd…}), which alone touches
 * {@code jdk.incubator.vector} and is not loaded where that module is absent. Between them stand
 * the {@code Gated…} forms: they use the scalar loop until {@link dev.inlay.kernel.Warmup} has had
 * the other compiled, which is asked for if it is worth it in the steps to come: whoever makes
 * steps says how many by a {@link dev.inlay.kernel.Job}.
 *
 * <p>Rules that every loop keeps: a result depends on its arguments alone, not on whether it ran
 * interpreted or compiled; the last elements are rounded as all others; the order of every sum is
 * fixed and written down. Arguments are not checked beyond the arrays' own bounds: the engine does.
 *
 * <p>May import {@code tensor} and, of {@code graph}, the names of the functions.
 */
@NullMarked
package dev.inlay.kernel;

import org.jspecify.annotations.NullMarked;
