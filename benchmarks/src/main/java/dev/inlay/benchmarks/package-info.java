/**
 * The speed of Inlay beside the engines that people would use instead, in one run on one machine.
 *
 * <p>Read {@link dev.inlay.benchmarks.Workloads} first (what is measured), then {@link
 * dev.inlay.benchmarks.Engine} (what an engine must be able to do; each engine is one file), {@link
 * dev.inlay.benchmarks.Pace} (how steps are timed) and {@link dev.inlay.benchmarks.Run} (who is
 * measured when).
 */
@NullMarked
package dev.inlay.benchmarks;

import org.jspecify.annotations.NullMarked;
