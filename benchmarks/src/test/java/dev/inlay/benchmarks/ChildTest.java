package dev.inlay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChildTest {
  @Test
  void aFailureIsSaidByItsDeepestCause() {
    assertThat(
            Child.reason(
                """
                WARNING: something
                Exception in thread "main" java.lang.ExceptionInInitializerError
                \tat a.b.C.d(C.java:1)
                Caused by: java.lang.UnsatisfiedLinkError: no jnitensorflow
                \t... 3 more
                """))
        .isEqualTo("java.lang.UnsatisfiedLinkError: no jnitensorflow");
  }
}
