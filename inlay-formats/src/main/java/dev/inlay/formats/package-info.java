/**
 * What all readers of foreign files share.
 *
 * <p>Read {@code keras.Keras} first: models from and for Python. Below it, {@code hdf5} knows the
 * container that weights lie in.
 */
@NullMarked
package dev.inlay.formats;

import org.jspecify.annotations.NullMarked;
