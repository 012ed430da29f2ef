package dev.inlay;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A property: a test that makes its case from the seed that it is given, a {@code long}, and is run
 * with as many seeds. The one that fails is in the test's name; it is the same in each run.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "seed {0}")
@ArgumentsSource(Seeds.FromZero.class)
public @interface Seeds {
  /** How many: 0, 1, 2, … */
  int value();

  /** Gives a test its seeds. */
  final class FromZero implements ArgumentsProvider, AnnotationConsumer<Seeds> {
    private int count;

    @Override
    public void accept(Seeds seeds) {
      count = seeds.value();
    }

    @Override
    public Stream<Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return LongStream.range(0, count).mapToObj(Arguments::of);
    }
  }
}
