/**
 * Rows from Parquet files. {@link dev.inlay.parquet.Parquet} is where to start; {@link
 * dev.inlay.parquet.Leaf} says how a file's nested columns become flat ones and lists.
 *
 * <p>May import {@code data} and {@code tensor} of the core, and Parquet's own libraries. These
 * spread packages over several jars, which modules can't read, so that this one has no module
 * descriptor and stands on the class path.
 */
@NullMarked
package dev.inlay.parquet;

import org.jspecify.annotations.NullMarked;
