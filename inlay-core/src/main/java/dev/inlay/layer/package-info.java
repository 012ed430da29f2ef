/**
 * Keras layers: what users put models together from.
 *
 * <p>Read {@link dev.inlay.layer.Layer} first (a layer is one method), then {@link
 * dev.inlay.layer.Scope} (which owns weights, masks and the mode while a layer is traced) and
 * {@link dev.inlay.layer.Dense} as an example. Layers hold no state: their weights live in a
 * model's {@link dev.inlay.layer.Weights}. {@link dev.inlay.layer.Symbol}s join layers to
 * Functional models. {@link dev.inlay.layer.Config} writes layers down and reads them back, {@link
 * dev.inlay.layer.KerasConfig} reads what Keras wrote.
 *
 * <p>May import {@code tensor}, {@code data}, {@code graph} and {@code checkpoint}.
 */
@NullMarked
package dev.inlay.layer;

import org.jspecify.annotations.NullMarked;
