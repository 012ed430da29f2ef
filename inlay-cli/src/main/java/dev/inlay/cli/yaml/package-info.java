/**
 * YAML read strictly: every value knows its place, a key that nobody knows is an error with the
 * nearest known one, and a value of the wrong kind says what was wanted.
 *
 * <p>Read {@link dev.inlay.cli.yaml.Section} first. Imports nothing of this project.
 */
@NullMarked
package dev.inlay.cli.yaml;

import org.jspecify.annotations.NullMarked;
