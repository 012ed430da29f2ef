/**
 * Keras's model files: {@code .keras}, {@code .weights.h5} and the whole-model {@code .h5} of Keras
 * 2 and 3.
 *
 * <p>Read {@code KerasArchive} first: what a {@code .keras} file is made of. Every file is taken
 * for hostile until it has been read: sizes are checked before anything is allocated, and what is
 * wrong with a file is a {@link dev.inlay.formats.DamagedFileException} that says where.
 */
@NullMarked
package dev.inlay.formats.keras;

import org.jspecify.annotations.NullMarked;
