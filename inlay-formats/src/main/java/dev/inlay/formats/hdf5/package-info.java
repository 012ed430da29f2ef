/**
 * The part of HDF5 that Keras's files are made of: groups, attributes of texts, and arrays of
 * numbers, in whatever way they are stored.
 *
 * <p>Read {@code Hdf5File} first, then {@code Dataset}; {@code Hdf5Writer} is the other direction.
 * Sources: the HDF5 File Format Specification, version 3.0, by whose names and numbers ("message
 * 0x0011") the classes go.
 *
 * <p>A file is taken for hostile: every offset is checked against the file's length, nothing is
 * allocated that the file isn't large enough to fill, no structure is followed in circles, and
 * links that lead out of the file are refused.
 *
 * <p>May import {@code tensor} of core.
 */
@NullMarked
package dev.inlay.formats.hdf5;

import org.jspecify.annotations.NullMarked;
