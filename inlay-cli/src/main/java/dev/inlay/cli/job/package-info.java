/**
 * What a training job is, as its user said it: data, label, columns, model, training. Records, with
 * the defaults for what was left out, and the reader of the YAML file.
 *
 * <p>Read {@link dev.inlay.cli.job.Job} first. May import {@code yaml}.
 */
@NullMarked
package dev.inlay.cli.job;

import org.jspecify.annotations.NullMarked;
