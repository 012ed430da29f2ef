/**
 * The speed of Inlay beside the engines that people would use instead, in one run on one machine.
 *
 * <p>Read {@link dev.inlay.benchmarks.EmbeddingMlp} first (what is trained), then {@link
 * dev.inlay.benchmarks.Engine} (what an engine must be able to do); each engine is one file.
 */
@NullMarked
package dev.inlay.benchmarks;

import org.jspecify.annotations.NullMarked;
