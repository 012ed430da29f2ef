/**
 * The {@code inlay} command: its subcommands and their options, and what becomes of errors.
 *
 * <p>Read {@link dev.inlay.cli.Main} first. A job goes from {@code yaml} (text with places) through
 * {@code job} (what the user said) and {@code recipe} (what was learned from the data) to {@code
 * run} (training, measuring, predicting); a package imports only those before it.
 */
@NullMarked
package dev.inlay.cli;

import org.jspecify.annotations.NullMarked;
