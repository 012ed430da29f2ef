package dev.inlay.layer;

/**
 * A layer that asks its scope for its inputs if it is given none: it reads columns of the data by
 * name. It may begin a Sequential model; in a Functional one, {@code layer.on()} is a value beside
 * the inputs.
 */
public interface DataReader extends Layer {}
